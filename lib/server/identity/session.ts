import "server-only";
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { db, type Tx } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { log } from "@/lib/server/platform/log";

/** A live session is updated at most this often, in milliseconds, so that not every request writes. */
const TOUCH_EVERY_MS = 60_000;

/** Only the hash of a session's id is stored: reading the database lets nobody become somebody else. */
const hashOf = (sessionId: string) => createHash("sha256").update(sessionId).digest("hex");

/** Opens a session for a member, valid for at most LATCHKEY_SESSION_HOURS. @returns its id, for the cookie only */
export async function openSession(tx: Tx, memberId: string): Promise<string> {
  const sessionId = randomBytes(32).toString("base64url");
  const now = new Date();
  // Ended sessions are not needed any more: each new one removes their rows.
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
 * The member behind a live session, or null: unknown, revoked, too old, idle for too long, or of a disabled member.
 * The role comes from the database with every request, so that each change acts at once.
 */
export async function findSession(sessionId: string) {
  const session = await db().session.findUnique({ where: { idHash: hashOf(sessionId) }, include: { member: true } });
  if (!session || session.revokedAt || session.member.disabledAt) return null;
  const now = Date.now();
  const idleMs = now - session.lastSeenAt.getTime();
  if (session.expiresAt.getTime() <= now || idleMs > env().sessionIdleMs) return null;
  if (idleMs > Math.min(TOUCH_EVERY_MS, env().sessionIdleMs / 4))
    await db()
      .session.update({ where: { id: session.id }, data: { lastSeenAt: new Date(now) } })
      // Reads must work while the database is read-only; at worst the session ends sooner.
      .catch((error: unknown) => log.warn("session not touched", { error }));
  return session.member;
}

/** Ends a session for good. @returns its member, or null if there was no live one */
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
