import { z } from "zod";
import { instantSchema } from "@/lib/contract/instant";

/** Everything that is written down, as noun.verb. */
export const AUDIT_ACTIONS = [
  "session.sign-in",
  "session.sign-out",
  "access.refuse",
  "client.create",
  "client.delete",
  "client.test",
  "secret.shown",
  "secret.revealed",
  "secret.copied",
  "secret.downloaded",
] as const;
export const auditActionSchema = z.enum(AUDIT_ACTIONS);
export type AuditAction = z.infer<typeof auditActionSchema>;

/** requested and unknown are steps on the way; the others are final. */
export const AUDIT_OUTCOMES = [
  "requested",
  "succeeded",
  "rejected",
  "unknown",
  "orphaned",
  "absent",
  "refused",
] as const;
export const auditOutcomeSchema = z.enum(AUDIT_OUTCOMES);
export type AuditOutcome = z.infer<typeof auditOutcomeSchema>;

export const auditEventSchema = z.object({
  /** Counts up by one; the key to page by. */
  seq: z.number().int(),
  at: instantSchema,
  /** Who: a name for people, and "Latchkey" for the janitor. */
  actorName: z.string(),
  actorId: z.string().nullable(),
  role: z.string().nullable(),
  /** The address the request came from. */
  address: z.string().nullable(),
  action: auditActionSchema,
  outcome: auditOutcomeSchema,
  clusterId: z.string().nullable(),
  clusterName: z.string().nullable(),
  clientId: z.string().nullable(),
  clientName: z.string().nullable(),
  requestId: z.string().nullable(),
  /** Small facts of the action, never a secret. */
  detail: z.record(z.string(), z.unknown()),
});
export type AuditEvent = z.infer<typeof auditEventSchema>;

/** The query of GET /api/audit-events, and of the page's own address. `before` is the seq to page from. */
export const auditFilterSchema = z.strictObject({
  person: z.string().max(200).optional(),
  action: auditActionSchema.optional(),
  cluster: z.string().max(200).optional(),
  client: z.string().max(200).optional(),
  outcome: auditOutcomeSchema.optional(),
  from: instantSchema.optional(),
  to: instantSchema.optional(),
  before: z.coerce.number().int().positive().optional(),
});
export type AuditFilter = z.infer<typeof auditFilterSchema>;

/** The filter that an address asks for. What can't be read of it is left out, as is the page: a link starts at the top. */
export function readAuditFilter(query: Record<string, string | string[] | undefined>): AuditFilter {
  const filter: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(auditFilterSchema.omit({ before: true }).shape)) {
    const parsed = schema.safeParse(query[name] || undefined);
    if (parsed.success && parsed.data !== undefined) filter[name] = parsed.data;
  }
  return auditFilterSchema.parse(filter);
}

/** GET /api/audit-events: newest first, at most 50; `nextBefore` asks for the page after. */
export const auditPageSchema = z.object({
  events: z.array(auditEventSchema),
  nextBefore: z.number().int().nullable(),
});
export type AuditPage = z.infer<typeof auditPageSchema>;
