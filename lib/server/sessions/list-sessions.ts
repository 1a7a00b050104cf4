import "server-only";
import { pageSize } from "@/lib/contract/lists";
import type { SessionList, SessionListQuery } from "@/lib/contract/sessions";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { liveSessions, type SessionRow } from "@/lib/server/identity/session";
import { db } from "@/lib/server/platform/database/db";
import { following, orderBy, pageOf, requireCursor, type SortKey } from "@/lib/server/platform/page";
import { deviceName } from "@/lib/server/sessions/device-name";

const NEWEST_FIRST: SortKey[] = [
  { column: "createdAt", direction: "desc" },
  { column: "id", direction: "desc" },
];

/**
 * Live sessions, the newest first: a person's own, or those of one member or of everybody for owners.
 * @param current the session that asks, which the list marks
 * @throws AppError forbidden
 */
export async function listSessions(
  principal: Principal,
  current: Pick<SessionRow, "id">,
  { member, of, after }: SessionListQuery,
): Promise<SessionList> {
  const memberId = member ?? (of === "everybody" ? undefined : principal.memberId);
  await requireRight(principal, "sessions.manage", { isOwn: memberId === principal.memberId });
  const whose = memberId === undefined ? {} : { memberId };
  const where = { ...liveSessions(), ...whose };
  // It may have ended since, so it need not be live.
  const cursor = after && requireCursor(await db().session.findFirst({ where: { id: after, ...whose } }));
  const size = pageSize(after);
  const [read, total, about] = await Promise.all([
    db().session.findMany({
      where: cursor ? { AND: [where, following(cursor, NEWEST_FIRST)] } : where,
      orderBy: orderBy(NEWEST_FIRST),
      take: size + 1,
    }),
    db().session.count({ where }),
    memberId === undefined ? null : db().member.findUnique({ where: { id: memberId }, select: { name: true } }),
  ]);
  const { rows, nextAfter } = pageOf(read, size, ({ id }) => id);
  return {
    sessions: rows.map((row) => ({
      id: row.id,
      memberId: row.memberId,
      memberName: row.name,
      device: deviceName(row.userAgent),
      address: row.address,
      startedAt: row.createdAt.toISOString(),
      lastSeenAt: row.lastSeenAt.toISOString(),
      isThisBrowser: row.id === current.id,
    })),
    memberName: about?.name ?? null,
    total,
    nextAfter,
  };
}
