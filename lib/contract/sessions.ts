import * as z from "zod/mini";
import { instantSchema } from "@/lib/contract/instant";

/** GET and POST /api/session: how long the browser's own session lasts. Durations, because clocks differ. */
export const sessionStateSchema = z.object({
  memberId: z.string(),
  /** Milliseconds until the page should say that the session ends, and until it ends. */
  noticeInMs: z.number(),
  endsInMs: z.number(),
  /** Whether a request puts off the end. If not, only a new sign-in does. */
  canStay: z.boolean(),
  /** Whether the last sign-in is recent enough for what asks for a fresh one. */
  isFresh: z.boolean(),
});
export type SessionState = z.infer<typeof sessionStateSchema>;

export const sessionIdSchema = z.uuid();

export const sessionSchema = z.object({
  id: sessionIdSchema,
  memberId: z.string(),
  memberName: z.string(),
  /** Such as "Firefox on Windows". */
  device: z.string(),
  /** The network address of the sign-in. */
  address: z.nullable(z.string()),
  startedAt: instantSchema,
  /** Of the last request, to about a minute. */
  lastSeenAt: instantSchema,
  isThisBrowser: z.boolean(),
});
export type Session = z.infer<typeof sessionSchema>;

/** Whose sessions: one member's, everybody's, or the person's own without either. */
const whoseShape = { member: z.optional(z.uuid()) };

/** The query of the page and, with `after`, of GET /api/sessions. */
export const sessionFilterSchema = z.strictObject({ ...whoseShape, of: z.optional(z.literal("everybody")) });
export type SessionFilter = z.infer<typeof sessionFilterSchema>;

/** Reads the filter from a URL, without invalid fields. */
export function readSessionFilter(query: Record<string, string | string[] | undefined>): SessionFilter {
  const { member, of } = sessionFilterSchema.shape;
  const filter = { member: member.safeParse(query["member"]).data, of: of.safeParse(query["of"]).data };
  return sessionFilterSchema.parse(filter);
}

export const sessionListQuerySchema = z.extend(sessionFilterSchema, { after: z.optional(sessionIdSchema) });
export type SessionListQuery = z.infer<typeof sessionListQuerySchema>;

/** The query of DELETE /api/sessions, which ends all sessions of one member but the browser's own. */
export const endSessionsQuerySchema = z.strictObject(whoseShape);

/** GET /api/sessions: live sessions, the newest first. */
export const sessionListSchema = z.object({
  sessions: z.array(sessionSchema),
  /** The member that the list is about, if it is about one. */
  memberName: z.nullable(z.string()),
  /** How many live sessions match. */
  total: z.int(),
  nextAfter: z.nullable(sessionIdSchema),
});
export type SessionList = z.infer<typeof sessionListSchema>;
