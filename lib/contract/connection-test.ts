import * as z from "zod/mini";
import { clientIdSchema, scopeSchema } from "@/lib/contract/clients";

/**
 * POST /api/clusters/{clusterId}/connection-test. The secret is kept in memory only. The server knows the addresses and
 * scopes, so the input does not contain them.
 */
export const connectionTestInputSchema = z.strictObject({
  clientId: clientIdSchema,
  clientSecret: z.string().check(z.minLength(32), z.maxLength(1024)),
});
export type ConnectionTestInput = z.infer<typeof connectionTestInputSchema>;

/**
 * The outcomes of a check. not_active: Camunda does not accept a new client yet, so try again later. not_tried: an
 * earlier check failed, or there was no time left. not_permitted: the client signed in and the cluster answered, but it may
 * do nothing there yet.
 */
const CHECK_OUTCOMES = ["reached", "not_permitted", "not_active", "failed", "not_testable", "not_tried"] as const;

const checkSchema = z.object({
  scope: scopeSchema,
  outcome: z.enum(CHECK_OUTCOMES),
  /** The time until the response, in milliseconds, without the wait for a turn. */
  ms: z.nullable(z.int()),
  version: z.nullable(z.string()),
  /** What is wrong and what to do. Null when reached. */
  message: z.nullable(z.string()),
});
export type ConnectionCheck = z.infer<typeof checkSchema>;

/** `waitedMs`: how long the token requests waited for their turns, one per second for all of Latchkey. */
export const connectionTestSchema = z.object({ checks: z.array(checkSchema), waitedMs: z.int() });
export type ConnectionTest = z.infer<typeof connectionTestSchema>;
