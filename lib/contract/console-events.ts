import * as z from "zod/mini";
import { errorCodeSchema } from "@/lib/contract/error-body";
import { instantSchema } from "@/lib/contract/instant";

const consoleEventIdSchema = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/** The query of GET /api/clusters/{clusterId}/console-events. */
export const consoleEventQuerySchema = z.strictObject({ after: z.optional(consoleEventIdSchema) });
export type ConsoleEventQuery = z.infer<typeof consoleEventQuerySchema>;

/** Camunda's activity log about a cluster's clients, newest first, page by page. */
export const consoleEventPageSchema = z.object({
  events: z.array(
    z.object({
      id: consoleEventIdSchema,
      kind: z.enum(["create", "delete"]),
      /** Null when the log has no time for it. */
      at: z.nullable(instantSchema),
      clientId: z.nullable(z.string()),
      clientName: z.nullable(z.string()),
      /** The Camunda user, as the log has them. */
      userId: z.string(),
      text: z.string(),
    }),
  ),
  /** `after` for the next page. Null on the last one. */
  nextAfter: z.nullable(z.string()),
  /** When the log was last read. Null when it never was. */
  readAt: z.nullable(instantSchema),
  /** Why the last try to read it failed: console_denied without the right. */
  error: z.nullable(errorCodeSchema),
});
export type ConsoleEventPage = z.infer<typeof consoleEventPageSchema>;
