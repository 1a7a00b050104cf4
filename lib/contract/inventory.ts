import * as z from "zod/mini";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { REVIEW_RHYTHMS } from "@/lib/contract/end-choices";
import { endSchema } from "@/lib/contract/ends";
import { exportShape } from "@/lib/contract/exports";
import { instantSchema } from "@/lib/contract/instant";
import {
  CLIENT_ORIGINS,
  CLIENT_STATES,
  COUNTED_FILTERS,
  DATES_DUE,
  INVENTORY_COLUMNS,
  type InventoryColumn,
  SUGGESTED,
} from "@/lib/contract/inventory-filters";
import { cappedCountSchema, listQueryShape } from "@/lib/contract/lists";
import { clientRotationSchema, rotationLinkSchema } from "@/lib/contract/rotation-links";
import { INVENTORY_SORTS } from "@/lib/contract/sorts";
import { STAGES } from "@/lib/contract/stages";
import { textSchema } from "@/lib/contract/text";

/** What narrows the inventory. All parts must match. Without a state: all clients that are not gone. */
const filterShape = {
  search: listQueryShape.search,
  cluster: z.optional(clusterIdSchema),
  /** A label of the cluster, such as "prod". */
  label: z.optional(textSchema(100).check(z.minLength(1))),
  /** One scope as Camunda spells it, or ALL_SCOPES. */
  scope: z.optional(z.string().check(z.regex(/^[A-Za-z0-9.:-]{1,50}$/))),
  origin: z.optional(z.enum(CLIENT_ORIGINS)),
  /** The ID of a member, the name of another owner, or NO_OWNER. */
  owner: z.optional(textSchema(200).check(z.minLength(1))),
  state: z.optional(z.enum(CLIENT_STATES)),
  /** The minimum age in days. */
  age: z.optional(z.coerce.number().check(z.int(), z.positive(), z.lte(36_500))),
  /** A day in UTC: what is new since its beginning or, with the state gone, what is gone since then. */
  since: z.optional(z.iso.date()),
  review: z.optional(z.enum(DATES_DUE)),
  end: z.optional(z.enum(DATES_DUE)),
  tag: z.optional(textSchema(40).check(z.minLength(1))),
  /** A rule of the findings. */
  finding: z.optional(z.string().check(z.regex(/^[a-z][a-z0-9_-]{0,39}$/))),
};
export const inventoryFilterSchema = z.strictObject(filterShape);
export type InventoryFilter = z.infer<typeof inventoryFilterSchema>;

const orderShape = { sort: z.optional(z.enum(INVENTORY_SORTS)), direction: listQueryShape.direction };

/** The query of GET /api/clients. `after` is the ID of the last row of the page before. */
export const inventoryQuerySchema = z.strictObject({ ...filterShape, ...orderShape, after: z.optional(z.uuid()) });
export type InventoryQuery = z.infer<typeof inventoryQuerySchema>;

/** The query of GET /api/clients/export. */
export const inventoryExportQuerySchema = z.strictObject({ ...filterShape, ...orderShape, ...exportShape });
export type InventoryExportQuery = z.infer<typeof inventoryExportQuerySchema>;

const isColumn = (name: string): name is InventoryColumn => INVENTORY_COLUMNS.some((column) => column === name);

/** What the page's address and a saved view hold: what is listed, in which order, with which columns. */
export const inventoryViewSchema = z.strictObject({
  ...filterShape,
  ...orderShape,
  /** Names of INVENTORY_COLUMNS, comma-separated. */
  columns: z.optional(
    z.string().check(
      z.maxLength(200),
      z.refine((text) => text.split(",").every(isColumn)),
    ),
  ),
});
export type InventoryView = z.infer<typeof inventoryViewSchema>;

/** Reads a view from an address, without the parts that are not valid. */
export function readInventoryView(query: Record<string, string | string[] | undefined>): InventoryView {
  const view: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(inventoryViewSchema.shape)) {
    const parsed = schema.safeParse(query[name] || undefined);
    if (parsed.success && parsed.data !== undefined) view[name] = parsed.data;
  }
  return inventoryViewSchema.parse(view);
}

/** The query of a view, for GET /api/clients. */
export function queryOfView({ columns: _, ...query }: InventoryView): InventoryQuery {
  return query;
}

/** One client of any cluster: what Camunda last reported, joined with what only Latchkey knows. */
export const inventoryRowSchema = z.object({
  /** The row's own ID, for paging. */
  id: z.string(),
  clusterId: z.string(),
  clusterName: z.string(),
  /** The cluster's labels, such as "prod". */
  labels: z.array(z.string()),
  clientId: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  origin: z.enum(CLIENT_ORIGINS),
  state: z.enum(CLIENT_STATES),
  /** `memberId` is null for an owner who is no member. */
  owner: z.nullable(z.object({ memberId: z.nullable(z.string()), name: z.string() })),
  purpose: z.nullable(z.string()),
  tags: z.array(z.string()),
  createdBy: z.nullable(z.string()),
  createdAt: z.nullable(instantSchema),
  /** When it was created or, if that is unknown, first seen. Its age counts from here. */
  knownSince: instantSchema,
  adoptedAt: z.nullable(instantSchema),
  /** Who created it elsewhere, and when, according to Camunda's activity log. */
  consoleUser: z.nullable(z.string()),
  consoleAt: z.nullable(instantSchema),
  reviewAt: z.nullable(instantSchema),
  reviewEveryDays: z.nullable(z.literal(REVIEW_RHYTHMS)),
  end: z.nullable(endSchema),
  /** Who set the end. */
  endSetBy: z.nullable(z.string()),
  firstSeenAt: instantSchema,
  /** When Camunda last listed it. Null if its cluster has no complete list yet. */
  lastSeenAt: z.nullable(instantSchema),
  goneAt: z.nullable(instantSchema),
  testedAt: z.nullable(instantSchema),
  /** The worst outcome of the last connection test. */
  testOutcome: z.nullable(z.string()),
  /** The rules of its findings that are not dismissed. */
  findings: z.array(z.string()),
  rotation: z.nullable(rotationLinkSchema),
});
export type InventoryRow = z.infer<typeof inventoryRowSchema>;

/** How old the clusters' lists are that the inventory is made of. */
const snapshotSchema = z.object({
  /** When Camunda last listed the clients of the cluster whose list is the oldest. Null before the first list. */
  oldest: z.nullable(instantSchema),
  /** Clusters whose clients were never listed, and clusters whose last sync failed. */
  unlisted: z.int(),
  failed: z.int(),
});

/** GET /api/clients: one page. */
export const inventoryPageSchema = z.object({
  clients: z.array(inventoryRowSchema),
  /** Counted for the first page only. */
  found: z.nullable(cappedCountSchema),
  /** All clients that are not gone, without the filter. */
  total: z.int(),
  /** `after` for the next page. Null on the last one. */
  nextAfter: z.nullable(z.string()),
  asOf: snapshotSchema,
  /** Whether this member may edit some clients: all those of a cluster, or those that they created. */
  mayEdit: z.boolean(),
  /** The names of the cluster, the member and the finding's rule that the filter has by ID. */
  names: z.object({
    cluster: z.nullable(z.string()),
    owner: z.nullable(z.string()),
    finding: z.nullable(z.string()),
  }),
});
export type InventoryPage = z.infer<typeof inventoryPageSchema>;

/** The query of GET /api/clients/counts: what the list would have with each value of one filter, beside the others. */
export const inventoryCountsQuerySchema = z.strictObject({ ...filterShape, of: z.enum(COUNTED_FILTERS) });
export const inventoryCountsSchema = z.object({
  counts: z.array(z.object({ value: z.string(), ...cappedCountSchema.shape })),
});
export type InventoryCounts = z.infer<typeof inventoryCountsSchema>;

/** GET /api/clusters/{clusterId}/clients/{clientId}/facts */
export const clientFactsSchema = z.object({
  client: inventoryRowSchema,
  mayDelete: z.boolean(),
  mayEdit: z.boolean(),
  rotation: clientRotationSchema,
  /**
   * Who deleted a client that is gone, and when, according to Camunda's activity log: nobody if it does not report that.
   * Null if it was deleted here.
   */
  deletedElsewhere: z.nullable(z.object({ userId: z.nullable(z.string()), at: z.nullable(instantSchema) })),
});
export type ClientFacts = z.infer<typeof clientFactsSchema>;

/** The query of GET /api/suggestions: those that match the search, or the one with this value. */
export const suggestionQuerySchema = z.strictObject({
  of: z.enum(SUGGESTED),
  search: listQueryShape.search,
  value: z.optional(textSchema(200).check(z.minLength(1))),
  /** Only clients of this cluster. */
  cluster: z.optional(clusterIdSchema),
  /** Only clusters on which the member may do this, and clients of such. */
  right: z.optional(z.enum(["clients.create", "clients.rotate"])),
});
export type SuggestionQuery = z.infer<typeof suggestionQuerySchema>;

/** `value` is what the filter takes, and `note` tells those with the same label apart. */
const suggestionSchema = z.object({
  value: z.string(),
  label: z.string(),
  note: z.nullable(z.string()),
  /** Of a client. */
  cluster: z.optional(z.string()),
  /** Of a cluster. */
  stage: z.optional(z.nullable(z.enum(STAGES))),
});
export type Suggestion = z.infer<typeof suggestionSchema>;
export const suggestionListSchema = z.object({ suggestions: z.array(suggestionSchema) });

/** POST /api/views */
export const saveViewInputSchema = z.strictObject({
  name: textSchema(60).check(z.minLength(1, "Name the view.")),
  view: inventoryViewSchema,
});
export type SaveViewInput = z.infer<typeof saveViewInputSchema>;

const savedViewSchema = z.object({ id: z.uuid(), name: z.string(), view: inventoryViewSchema });
export type SavedView = z.infer<typeof savedViewSchema>;
/** GET /api/views: this member's own, by name. */
export const savedViewsSchema = z.object({ views: z.array(savedViewSchema) });
/** 201 of the POST */
export const saveViewResultSchema = z.object({ view: savedViewSchema });
