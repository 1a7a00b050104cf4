import "server-only";
import type { SessionState } from "@/lib/contract/sessions";
import { isFresh, type SessionRow } from "@/lib/server/identity/session";
import { env } from "@/lib/server/platform/env";

/** How long before the end a page says so, in milliseconds; less for a very short session. */
const NOTICE_MS = 60_000;

/** How long a session lasts from now on, for the page that belongs to it. */
export function sessionState(session: SessionRow): SessionState {
  const { sessionIdleMs } = env();
  const now = Date.now();
  const idleEndsInMs = session.lastSeenAt.getTime() + sessionIdleMs - now;
  const lastEndsInMs = session.expiresAt.getTime() - now;
  const endsInMs = Math.max(0, Math.min(idleEndsInMs, lastEndsInMs));
  return {
    memberId: session.memberId,
    noticeInMs: Math.max(0, endsInMs - Math.min(NOTICE_MS, sessionIdleMs / 2)),
    endsInMs,
    canStay: idleEndsInMs < lastEndsInMs,
    isFresh: isFresh(session),
  };
}
