import * as z from "zod/mini";
import { REVIEW_RHYTHMS } from "@/lib/contract/end-choices";
import { endSchema } from "@/lib/contract/ends";
import { instantSchema } from "@/lib/contract/instant";

/** What can wait for a person, in the order of those at the same instant. */
export const WAITING_KINDS = ["end", "review", "rotation"] as const;
export type WaitingKind = (typeof WAITING_KINDS)[number];

/** The query of GET /api/me. `after` continues after an item: its instant, its kind and its ID. */
export const waitingQuerySchema = z.strictObject({
  after: z.optional(z.string().check(z.regex(/^[0-9T:.Z-]{24} (end|review|rotation) [0-9A-Fa-f-]{36}$/))),
});
export type WaitingQuery = z.infer<typeof waitingQuerySchema>;

/** Something that a person should look after at an instant: of a client that they own, or a rotation that they started. */
const waitingItemSchema = z.object({
  kind: z.enum(WAITING_KINDS),
  /** The ID of the client's row, or of the rotation. */
  id: z.string(),
  at: instantSchema,
  clusterId: z.string(),
  clusterName: z.string(),
  clientId: z.string(),
  name: z.string(),
  /** The client's end, for an item of that kind. */
  end: z.nullable(endSchema),
  reviewEveryDays: z.nullable(z.literal(REVIEW_RHYTHMS)),
  /** Whether this member may do something about it. */
  mayEdit: z.boolean(),
});
export type WaitingItem = z.infer<typeof waitingItemSchema>;

/** GET /api/me: what waits for this member, the next first. */
export const waitingPageSchema = z.object({ items: z.array(waitingItemSchema), nextAfter: z.nullable(z.string()) });
export type WaitingPage = z.infer<typeof waitingPageSchema>;

/** GET /api/clusters/{clusterId}/ends: clients that are deleted within 7 days, the next first, and whether there are more. */
export const nearDeletionsSchema = z.object({
  clients: z.array(
    z.object({
      clusterId: z.string(),
      clientId: z.string(),
      name: z.string(),
      end: endSchema,
      mayEdit: z.boolean(),
    }),
  ),
  hasMore: z.boolean(),
});
export type NearDeletions = z.infer<typeof nearDeletionsSchema>;
