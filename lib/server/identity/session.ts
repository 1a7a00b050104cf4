import "server-only";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { findAccessText, storedRole } from "@/lib/server/access/grants";
import type { RequestFacts } from "@/lib/server/identity/request-facts";
import { db, type Tx } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";

/** The shortest time between two updates of a live session, in milliseconds, so that not every request writes. */
const TOUCH_EVERY_MS = 60_000;

/** Only the hash of a session's ID is stored, so that read access to the database is not enough to use a session. */
const hashOf = (sessionId: string) => createHash("sha256").update(sessionId).digest("hex");

export type SessionRow = NonNullable<Awaited<ReturnType<Tx["session"]["findUnique"]>>>;

/** A session's member, as the actor of an event. */
export function sessionActor({ memberId, name, access }: SessionRow, request: RequestFacts) {
  return { memberId, name, role: storedRole(access), ...request };
}

/** How a browser signed in, for the list of its member's sessions. */
export type SignInFacts = {
  provider: string;
  address: string | null;
  userAgent: string | null;
  /** When the identity provider last asked this person to prove who they are. */
  authenticatedAt: Date;
};

/**
 * Opens a session for a member, for at most LATCHKEY_SESSION_HOURS. Call it after `recordSignIn`, in its transaction,
 * so that no change of the member's access falls in between.
 * @returns its ID, for the cookie only, and its row
 * @throws AppError no_access for a disabled member
 */
export async function openSession(
  tx: Tx,
  member: { id: string; name: string; disabledAt: Date | null },
  facts: SignInFacts,
): Promise<{ sessionId: string; session: SessionRow }> {
  if (member.disabledAt) throw new AppError("no_access");
  const sessionId = randomBytes(32).toString("base64url");
  const now = new Date();
  // Each new session deletes the rows of ended ones.
  await tx.session.deleteMany({ where: { expiresAt: { lt: now } } });
  const session = await tx.session.create({
    data: {
      ...facts,
      id: randomUUID(),
      idHash: hashOf(sessionId),
      memberId: member.id,
      name: member.name,
      access: await findAccessText(tx, member.id),
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + env().sessionMs),
    },
  });
  return { sessionId, session };
}

/** Whether the settings have this way to sign in. Sessions end with it. */
function isOn(provider: string): boolean {
  const { demo, breakGlass } = env();
  return provider === "demo" ? demo : provider !== "break-glass" || breakGlass !== null;
}

/** Prisma's condition for the sessions that `findSession` finds at this moment. */
export function liveSessions() {
  const now = Date.now();
  return {
    revokedAt: null,
    expiresAt: { gt: new Date(now) },
    lastSeenAt: { gte: new Date(now - env().sessionIdleMs) },
    provider: { in: ["oidc", "demo", "break-glass"].filter(isOn) },
  };
}

/**
 * A live session. Null for one that is unknown, ended, too old, idle for too long, or of a way to sign in that is off.
 * Each request reads it anew, with its member's access, so that changes take effect immediately.
 * @param keepsAlive false for a request that only asks when the session ends
 */
export async function findSession(sessionId: string, { keepsAlive = true } = {}): Promise<SessionRow | null> {
  const session = await db().session.findUnique({ where: { idHash: hashOf(sessionId) } });
  if (!session || session.revokedAt || !isOn(session.provider)) return null;
  const now = Date.now();
  const idleMs = now - session.lastSeenAt.getTime();
  if (session.expiresAt.getTime() <= now || idleMs > env().sessionIdleMs) return null;
  if (keepsAlive && idleMs > Math.min(TOUCH_EVERY_MS, env().sessionIdleMs / 4)) {
    const lastSeenAt = new Date(now);
    return (
      db()
        .session.update({ where: { id: session.id }, data: { lastSeenAt, member: { update: { lastSeenAt } } } })
        // Reads must work while the database is read-only. At worst the session ends sooner.
        .catch((error: unknown) => {
          log.warn("session not touched", { error });
          return session;
        })
    );
  }
  return session;
}

/** Whether this person proved who they are at most LATCHKEY_REAUTH_MINUTES ago, or need not have. */
export function isFresh({ authenticatedAt }: Pick<SessionRow, "authenticatedAt">): boolean {
  const { reauthMs } = env();
  return reauthMs === 0 || Date.now() - authenticatedAt.getTime() <= reauthMs;
}

/** Ends a session. @returns it, or null if it had ended before */
export async function revokeSession(tx: Tx, sessionId: string): Promise<SessionRow | null> {
  const idHash = hashOf(sessionId);
  const { count } = await tx.session.updateMany({
    where: { idHash, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  return count === 0 ? null : tx.session.findUnique({ where: { idHash } });
}

/**
 * Ends all sessions of a member for good, except one: disabling a member, or signing out everywhere else.
 * @param except the ID of a session's row
 * @returns how many were live until now
 */
export async function revokeAll(tx: Tx, memberId: string, except?: string): Promise<number> {
  const others = { memberId, ...(except !== undefined && { id: { not: except } }) };
  const live = await tx.session.count({ where: { ...others, ...liveSessions() } });
  // Idle ones too: with a longer LATCHKEY_SESSION_IDLE_MINUTES they would be live again.
  await tx.session.updateMany({ where: { ...others, revokedAt: null }, data: { revokedAt: new Date() } });
  return live;
}
