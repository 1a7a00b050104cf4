import "server-only";
import { may } from "@/lib/contract/rights";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { appendEvent } from "@/lib/server/history/append-event";
import { liveSessions, revokeAll, type SessionRow } from "@/lib/server/identity/session";
import { type Tx, transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { deviceName } from "@/lib/server/sessions/device-name";

function recordEnd(tx: Tx, principal: Principal, detail: { person: string; sessions: number; device?: string }) {
  return appendEvent(tx, principal, {
    action: "session.end",
    outcome: "succeeded",
    detail: { ...detail, from: "signed-in", to: "ended" },
  });
}

/**
 * Ends one session for good: a person's own, or anybody's for owners.
 * @throws AppError not_found for one that has ended, and for one that this member may not know of
 */
export async function endSession(principal: Principal, id: string): Promise<void> {
  await requireRight(principal, "sessions.manage", { isOwn: true });
  const own = may(principal.role, "sessions.manage") ? {} : { memberId: principal.memberId };
  await transaction(async (tx) => {
    const where = { id, ...own, ...liveSessions() };
    const { count } = await tx.session.updateMany({ where, data: { revokedAt: new Date() } });
    const session = count === 0 ? null : await tx.session.findUnique({ where: { id } });
    if (!session) throw new AppError("not_found");
    await recordEnd(tx, principal, { person: session.name, device: deviceName(session.userAgent), sessions: 1 });
  });
}

/**
 * Ends all sessions of a member for good, except the one that asks: a person's own, or any member's for owners.
 * @throws AppError forbidden; not_found without such a member
 */
export async function endAllSessions(
  principal: Principal,
  current: Pick<SessionRow, "id">,
  memberId: string = principal.memberId,
): Promise<void> {
  await requireRight(principal, "sessions.manage", { isOwn: memberId === principal.memberId });
  await transaction(async (tx) => {
    const sessions = await revokeAll(tx, memberId, current.id);
    const member = await tx.member.findUnique({ where: { id: memberId } });
    if (!member) throw new AppError("not_found");
    if (sessions > 0) await recordEnd(tx, principal, { person: member.name, sessions });
  });
}
