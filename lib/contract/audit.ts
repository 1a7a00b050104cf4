import * as z from "zod/mini";
import { AUDIT_ACTIONS, AUDIT_OUTCOMES } from "@/lib/contract/audit-actions";
import { exportShape } from "@/lib/contract/exports";
import { instantSchema } from "@/lib/contract/instant";
import { textSchema } from "@/lib/contract/text";

export const auditActionSchema = z.enum(AUDIT_ACTIONS);
export const auditOutcomeSchema = z.enum(AUDIT_OUTCOMES);

export const auditEventSchema = z.object({
  /** Increases by one with each event. Pages continue from it. */
  seq: z.int(),
  at: instantSchema,
  /** The person's name, or "Latchkey" for background jobs. */
  actorName: z.string(),
  actorId: z.nullable(z.string()),
  role: z.nullable(z.string()),
  /** The network address of the request. */
  address: z.nullable(z.string()),
  /** Any string, because a newer version may have recorded actions that this one does not know. */
  action: z.string(),
  outcome: z.string(),
  clusterId: z.nullable(z.string()),
  clusterName: z.nullable(z.string()),
  clientId: z.nullable(z.string()),
  clientName: z.nullable(z.string()),
  requestId: z.nullable(z.string()),
  /** The create or delete that it is a step of. */
  operationId: z.nullable(z.string()),
  /** Details of the action, never a secret. */
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

/** At most the maximum of the databases' integers. */
const eventNumberSchema = z.coerce.number().check(z.int(), z.positive(), z.lte(2_147_483_647));

const filterShape = {
  person: z.optional(textSchema(200)),
  action: z.optional(auditActionSchema),
  cluster: z.optional(textSchema(200)),
  client: z.optional(textSchema(200)),
  outcome: z.optional(auditOutcomeSchema),
  from: z.optional(instantSchema),
  to: z.optional(instantSchema),
  /** The number of the newest event. */
  upTo: z.optional(eventNumberSchema),
};

/** The query of GET /api/audit-events and of the audit page. `before` is the seq that the page continues from. */
export const auditFilterSchema = z.strictObject({
  ...filterShape,
  before: z.optional(eventNumberSchema),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** The query of GET /api/audit-events/export. */
export const auditExportQuerySchema = z.strictObject({ ...filterShape, ...exportShape });
export type AuditExportQuery = z.infer<typeof auditExportQuerySchema>;

/** Reads the filter from a URL, without invalid fields, and without `before`: a link starts at the first page. */
export function readAuditFilter(query: Record<string, string | string[] | undefined>): AuditFilter {
  const filter: Record<string, unknown> = {};
  const { before: _page, ...parts } = auditFilterSchema.shape;
  for (const [name, schema] of Object.entries(parts)) {
    const parsed = schema.safeParse(query[name] || undefined);
    if (parsed.success && parsed.data !== undefined) filter[name] = parsed.data;
  }
  return auditFilterSchema.parse(filter);
}

/** GET /api/audit-events: newest first. `nextBefore` requests the next page. */
export const auditPageSchema = z.object({
  events: z.array(auditEventSchema),
  nextBefore: z.nullable(z.int()),
});
export type AuditPage = z.infer<typeof auditPageSchema>;
