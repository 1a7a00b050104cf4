import * as z from "zod/mini";
import { AUDIT_ACTIONS, AUDIT_OUTCOMES } from "@/lib/contract/audit-actions";
import { instantSchema } from "@/lib/contract/instant";
import { textSchema } from "@/lib/contract/text";

export const auditActionSchema = z.enum(AUDIT_ACTIONS);
export const auditOutcomeSchema = z.enum(AUDIT_OUTCOMES);

export const auditEventSchema = z.object({
  /** Counts up by one; the key to page by. */
  seq: z.int(),
  at: instantSchema,
  /** Who: a name for people, and "Latchkey" for background jobs. */
  actorName: z.string(),
  actorId: z.nullable(z.string()),
  role: z.nullable(z.string()),
  /** The address the request came from. */
  address: z.nullable(z.string()),
  /** Open strings when read: a newer version may have written words that this one does not know. */
  action: z.string(),
  outcome: z.string(),
  clusterId: z.nullable(z.string()),
  clusterName: z.nullable(z.string()),
  clientId: z.nullable(z.string()),
  clientName: z.nullable(z.string()),
  requestId: z.nullable(z.string()),
  /** Small facts of the action, never a secret. */
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

/** The query of GET /api/audit-events, and of the page's own address. `before` is the seq to page from. */
export const auditFilterSchema = z.strictObject({
  person: z.optional(textSchema(200)),
  action: z.optional(auditActionSchema),
  cluster: z.optional(textSchema(200)),
  client: z.optional(textSchema(200)),
  outcome: z.optional(auditOutcomeSchema),
  from: z.optional(instantSchema),
  to: z.optional(instantSchema),
  /** No greater than the databases can count. */
  before: z.optional(z.coerce.number().check(z.int(), z.positive(), z.lte(2_147_483_647))),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** The filter that an address asks for. What can't be read of it is left out, as is the page: a link starts at the top. */
export function readAuditFilter(query: Record<string, string | string[] | undefined>): AuditFilter {
  const filter: Record<string, unknown> = {};
  const { before: _page, ...parts } = auditFilterSchema.shape;
  for (const [name, schema] of Object.entries(parts)) {
    const parsed = schema.safeParse(query[name] || undefined);
    if (parsed.success && parsed.data !== undefined) filter[name] = parsed.data;
  }
  return auditFilterSchema.parse(filter);
}

/** GET /api/audit-events: newest first, at most 50; `nextBefore` asks for the page after. */
export const auditPageSchema = z.object({
  events: z.array(auditEventSchema),
  nextBefore: z.nullable(z.int()),
});
export type AuditPage = z.infer<typeof auditPageSchema>;
