import "server-only";
import { z } from "zod";

const payloadSchema = z.object({ auth_time: z.number().exactOptional() });

/** How far the identity provider's clock may be ahead of ours, in milliseconds. */
const SKEW_MS = 60_000;

/**
 * When the identity provider asked this person to prove who they are, from an ID token that next-auth has verified. A
 * provider that has a session of its own signs people in without asking. `auth_time` says when it last asked; it is
 * required where the request had a `max_age`. Null when the token has none. One from the future proves nothing.
 */
export function authenticatedAt(idToken: string, now: Date): Date | null {
  const payload = JSON.parse(Buffer.from(idToken.split(".")[1] ?? "", "base64url").toString());
  const seconds = payloadSchema.safeParse(payload).data?.auth_time;
  if (seconds === undefined) return null;
  const at = seconds * 1000;
  return new Date(at >= 0 && at <= now.getTime() + SKEW_MS ? Math.min(at, now.getTime()) : 0);
}
