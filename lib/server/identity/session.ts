import "server-only";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { DEMO_ISSUER } from "@/lib/server/identity/member";
import { db, type Tx } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { log } from "@/lib/server/platform/log";

/** The shortest time between two updates of a live session, in milliseconds, so that not every request writes. */
const TOUCH_EVERY_MS = 60_000;

/** Only the hash of a session's ID is stored, so that read access to the database is not enough to use a session. */
const hashOf = (sessionId: string) => createHash("sha256").update(sessionId).digest("hex");

/** Opens a session for a member, for at most LATCHKEY_SESSION_HOURS. @returns its ID, for the cookie only */
export async function openSession(tx: Tx, memberId: string): Promise<string> {
  const sessionId = randomBytes(32).toString("base64url");
  const now = new Date();
  // Each new session deletes the rows of ended ones.
  await tx.session.deleteMany({ where: { expiresAt: { lt: now } } });
  await tx.session.create({
    data: {
      id: randomUUID(),
      idHash: hashOf(sessionId),
      memberId,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + env().sessionMs),
    },
  });
  return sessionId;
}

/**
 * The member of a live session. Null for a session that is unknown, revoked, too old, idle for too long, of a disabled
 * member, or of a demo that is over. Each request reads the role from the database, so that changes take effect immediately.
 */
export async function findSession(sessionId: string) {
  const session = await db().session.findUnique({ where: { idHash: hashOf(sessionId) }, include: { member: true } });
  if (!session || session.revokedAt || session.member.disabledAt) return null;
  // The database may once have served a demo, in which anybody could be an owner.
  if (session.member.issuer === DEMO_ISSUER && !env().demo) return null;
  const now = Date.now();
  const idleMs = now - session.lastSeenAt.getTime();
  if (session.expiresAt.getTime() <= now || idleMs > env().sessionIdleMs) return null;
  if (idleMs > Math.min(TOUCH_EVERY_MS, env().sessionIdleMs / 4))
    await db()
      .session.update({ where: { id: session.id }, data: { lastSeenAt: new Date(now) } })
      // Reads must work while the database is read-only. At worst the session ends sooner.
      .catch((error: unknown) => log.warn("session not touched", { error }));
  return session.member;
}

/** Ends a session. @returns its member, or null if it was not live */
export async function revokeSession(tx: Tx, sessionId: string) {
  const idHash = hashOf(sessionId);
  const { count } = await tx.session.updateMany({
    where: { idHash, revokedAt: null },
    data: { revokedAt: new Date() },
  });
  if (count === 0) return null;
  const session = await tx.session.findUnique({ where: { idHash }, include: { member: true } });
  return session?.member ?? null;
}
