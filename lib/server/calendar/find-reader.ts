import "server-only";
import { findAccessText, readAccess } from "@/lib/server/access/grants";
import { type Principal, strongestRole } from "@/lib/server/access/principal";
import { hashOf } from "@/lib/server/calendar/calendar-address";
import { db, transaction } from "@/lib/server/platform/database/db";

/**
 * The roles that groups give are renewed at each sign-in. Somebody who left is seen no more after this time without one,
 * in milliseconds.
 */
const LONGEST_AWAY_MS = 90 * 86_400_000;

/** Whose feed has this token, with the access that they hold now, and their time zone. Null for nobody's. */
export async function findReader(
  token: string,
  facts: { address: string | null; requestId: string },
): Promise<{ principal: Principal; zone: string } | null> {
  const member = await db().member.findUnique({ where: { calendarHash: hashOf(token) } });
  if (!member || member.disabledAt || member.removedAt) return null;
  if (Date.now() - (member.lastSignInAt?.getTime() ?? 0) > LONGEST_AWAY_MS) return null;
  const { id: memberId, name } = member;
  const access = readAccess(await transaction((tx) => findAccessText(tx, memberId)));
  const role = strongestRole(access);
  if (!role) return null;
  const organization = await db().organization.findFirst({ select: { digestZone: true } });
  const zone = member.zone ?? organization?.digestZone ?? "UTC";
  return { principal: { memberId, name, role, access, ...facts }, zone };
}
