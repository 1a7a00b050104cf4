import "server-only";
import { createHash, randomBytes } from "node:crypto";
import type { AuditAction } from "@/lib/contract/audit-actions";
import type { CalendarMade, CalendarState } from "@/lib/contract/calendar";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { appendEvent } from "@/lib/server/history/append-event";
import { db, transaction } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { AppError } from "@/lib/server/platform/errors";

/** What is stored of a token. It has 256 bits of chance, so a fast hash is enough. */
export const hashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** When a member's feed was made. */
export async function getCalendar({ memberId }: Principal): Promise<CalendarState> {
  const member = await db().member.findUnique({ where: { id: memberId }, select: { calendarMadeAt: true } });
  return { madeAt: member?.calendarMadeAt?.toISOString() ?? null };
}

/** @throws AppError forbidden for the emergency sign-in, which has no clients to look after */
async function store(
  principal: Principal,
  action: AuditAction,
  calendar: { calendarHash: string | null; calendarMadeAt: Date | null },
): Promise<void> {
  await requireRight(principal, "clients.read");
  await transaction(async (tx) => {
    const where = { id: principal.memberId, disabledAt: null, removedAt: null };
    const { count } = await tx.member.updateMany({ where, data: calendar });
    if (count === 0) throw new AppError("forbidden");
    await appendEvent(tx, principal, { action, outcome: "succeeded" });
  });
}

/** Makes the address of a member's feed. An earlier one ends. Only this response has it. */
export async function makeCalendar(principal: Principal): Promise<CalendarMade> {
  const token = randomBytes(32).toString("base64url");
  const madeAt = new Date();
  await store(principal, "calendar.make", { calendarHash: hashOf(token), calendarMadeAt: madeAt });
  return { madeAt: madeAt.toISOString(), address: `${new URL(env().appUrl).origin}/api/calendar/${token}.ics` };
}

/** Takes back the address of a member's feed, which finds nothing from now on. */
export function takeBackCalendar(principal: Principal): Promise<void> {
  return store(principal, "calendar.take-back", { calendarHash: null, calendarMadeAt: null });
}
