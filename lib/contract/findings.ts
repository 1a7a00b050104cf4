import * as z from "zod/mini";
import { clientIdSchema } from "@/lib/contract/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { FINDING_RULES, MOST_DISMISSED } from "@/lib/contract/finding-rules";
import { instantSchema } from "@/lib/contract/instant";
import { cappedCountSchema } from "@/lib/contract/lists";
import { textSchema } from "@/lib/contract/text";

const ruleSchema = z.enum(FINDING_RULES);

/** GET /api/findings: one page of a rule's findings, oldest first. `after` is the row of the last one. */
export const findingListQuerySchema = z.strictObject({
  rule: ruleSchema,
  cluster: z.optional(clusterIdSchema),
  /** Those that somebody dismissed, instead of the others. */
  dismissed: z.optional(z.literal("1")),
  after: z.optional(z.uuid()),
});
export type FindingListQuery = z.infer<typeof findingListQuerySchema>;

const findingViewSchema = z.partial(z.omit(findingListQuerySchema, { after: true }));
/** What the address of the page of findings holds. Without a rule: the first that found something. */
export type FindingView = z.infer<typeof findingViewSchema>;

/** The view of an address, without its unknown parts. */
export function readFindingView(query: Record<string, string | string[] | undefined>): FindingView {
  const view: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(findingViewSchema.shape)) {
    const parsed = schema.safeParse(query[name] || undefined);
    if (parsed.success && parsed.data !== undefined) view[name] = parsed.data;
  }
  return findingViewSchema.parse(view);
}

export const findingSchema = z.object({
  clusterId: clusterIdSchema,
  clusterName: z.string(),
  clientId: z.string(),
  clientName: z.string(),
  scopes: z.array(z.string()),
  owner: z.nullable(z.string()),
  purpose: z.nullable(z.string()),
  knownSince: z.nullable(instantSchema),
  reviewAt: z.nullable(instantSchema),
  foundAt: instantSchema,
  dismissal: z.nullable(z.object({ reason: z.string(), until: instantSchema, by: z.string() })),
  /** Whether this member may change or dismiss it. */
  mayEdit: z.boolean(),
});
export type Finding = z.infer<typeof findingSchema>;

export const findingListSchema = z.object({
  findings: z.array(findingSchema),
  nextAfter: z.nullable(z.string()),
});
export type FindingList = z.infer<typeof findingListSchema>;

/** GET /api/findings/counts: how many findings are open, and for each rule how many are open and dismissed. */
export const findingCountsSchema = z.object({
  /** Of the cluster that was asked for. */
  clusterName: z.nullable(z.string()),
  open: cappedCountSchema,
  rules: z.array(z.object({ rule: ruleSchema, open: cappedCountSchema, dismissed: cappedCountSchema })),
});
export type FindingCounts = z.infer<typeof findingCountsSchema>;
export const findingCountsQuerySchema = z.strictObject({ cluster: z.optional(clusterIdSchema) });

const LONGEST_DISMISSAL_DAYS = 366;
const DAY_MS = 86_400_000;

/** PATCH /api/findings: dismisses findings until a day, or with null opens them again. */
export const dismissInputSchema = z.strictObject({
  findings: z.array(z.strictObject({ clusterId: clusterIdSchema, clientId: clientIdSchema, rule: ruleSchema })).check(
    z.minLength(1, "Choose at least one finding."),
    z.maxLength(MOST_DISMISSED, `At most ${MOST_DISMISSED}.`),
    z.refine(
      (findings) => new Set(findings.map((each) => JSON.stringify(each))).size === findings.length,
      "Choose each finding once.",
    ),
  ),
  dismissal: z.nullable(
    z.strictObject({
      reason: textSchema(300).check(z.minLength(1, "Say why this can wait.")),
      /** The day on which it is open again. */
      until: z.iso.date().check(
        z.refine((day) => new Date(day).getTime() > Date.now(), "Choose a day to come."),
        z.refine(
          (day) => new Date(day).getTime() < Date.now() + LONGEST_DISMISSAL_DAYS * DAY_MS,
          "Choose a day within a year.",
        ),
      ),
    }),
  ),
});
export type DismissInput = z.infer<typeof dismissInputSchema>;
