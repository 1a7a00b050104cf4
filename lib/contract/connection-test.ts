import * as z from "zod/mini";
import { clientIdSchema, scopeSchema } from "@/lib/contract/clients";

/**
 * POST /api/clusters/{clusterId}/connection-test. The secret passes through memory only. Where to ask, and for which
 * scopes, is the server's own knowledge, so neither stands here.
 */
export const connectionTestInputSchema = z.strictObject({
  clientId: clientIdSchema,
  clientSecret: z.string().check(z.minLength(32), z.maxLength(1024)),
});
export type ConnectionTestInput = z.infer<typeof connectionTestInputSchema>;

/**
 * What one check found. not_active: a new client that Camunda does not know yet; worth another try. not_tried: an
 * earlier check's outcome left no point or no time for this one.
 */
const CHECK_OUTCOMES = ["reached", "not_active", "failed", "not_testable", "not_tried"] as const;

const checkSchema = z.object({
  scope: scopeSchema,
  outcome: z.enum(CHECK_OUTCOMES),
  /** The answer's time in milliseconds, without any wait for a turn. */
  ms: z.nullable(z.int()),
  version: z.nullable(z.string()),
  /** What is wrong and what to do; null when reached. */
  message: z.nullable(z.string()),
});
export type ConnectionCheck = z.infer<typeof checkSchema>;

/** `waitedMs`: how long the token requests waited for their turns, one a second for all of Latchkey. */
export const connectionTestSchema = z.object({ checks: z.array(checkSchema), waitedMs: z.int() });
export type ConnectionTest = z.infer<typeof connectionTestSchema>;
