import { z } from "zod";
import { clientIdSchema } from "@/lib/contract/clients";
import { scopeSchema } from "@/lib/contract/scopes";

/**
 * POST /api/clusters/{clusterId}/connection-test. The secret passes through memory only. Where to ask, and for which
 * scopes, is the server's own knowledge, so neither stands here.
 */
export const connectionTestInputSchema = z.strictObject({
  clientId: clientIdSchema,
  clientSecret: z.string().min(1).max(1024),
});
export type ConnectionTestInput = z.infer<typeof connectionTestInputSchema>;

/** What one check found. not_active: a new client that Camunda does not know yet; worth another try. */
const CHECK_OUTCOMES = ["reached", "not_active", "failed", "not_testable"] as const;

const checkSchema = z.object({
  scope: scopeSchema,
  outcome: z.enum(CHECK_OUTCOMES),
  /** The answer's time in milliseconds, without any wait for a turn. */
  ms: z.number().int().nullable(),
  version: z.string().nullable(),
  /** What is wrong and what to do; null when reached. */
  message: z.string().nullable(),
});
export type ConnectionCheck = z.infer<typeof checkSchema>;

/** `waitedMs`: how long the token requests waited for their turns, one a second for all of Latchkey. */
export const connectionTestSchema = z.object({ checks: z.array(checkSchema), waitedMs: z.number().int() });
export type ConnectionTest = z.infer<typeof connectionTestSchema>;
