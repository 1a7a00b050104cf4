import "server-only";
import type { BackupNote, SetupCheck } from "@/lib/contract/setup";
import type { SetupPart, SetupState } from "@/lib/contract/setup-parts";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { appendEvent } from "@/lib/server/history/append-event";
import { db, transaction } from "@/lib/server/platform/database/db";
import { log } from "@/lib/server/platform/log";
import { checkPart } from "@/lib/server/setup/check-part";

const RIGHT = "setup.check";

/**
 * Checks one part of the setup. That of Camunda becomes an event, which the checklist of a new installation goes by.
 * @throws AppError forbidden
 */
export async function checkSetup(principal: Principal, part: SetupPart): Promise<SetupCheck[]> {
  await requireRight(principal, RIGHT);
  const checks = await checkPart(part);
  if (part === "camunda") {
    const count = (state: SetupState) => checks.filter((check) => check.state === state).length;
    const [faults, warnings] = [count("fault"), count("warning")];
    const outcome = faults === 0 ? "succeeded" : "rejected";
    // What was found is of most use while something is broken, which may be the database.
    await transaction((tx) =>
      appendEvent(tx, principal, { action: "setup.check", outcome, detail: { faults, warnings } }),
    ).catch((error: unknown) => log.error("setup check not stored", { memberId: principal.memberId, error }));
  }
  return checks;
}

/** The newest note that the database is backed up. Null without one. @throws AppError forbidden */
export async function findBackupNote(principal: Principal): Promise<BackupNote | null> {
  await requireRight(principal, RIGHT);
  const event = await db().auditEvent.findFirst({ where: { action: "setup.note" }, orderBy: { seq: "desc" } });
  return event && { by: event.actorName, at: event.at.toISOString() };
}

/** Notes that the database is backed up: Latchkey itself can't know. @throws AppError forbidden */
export async function noteBackup(principal: Principal): Promise<void> {
  await requireRight(principal, RIGHT);
  await transaction((tx) => appendEvent(tx, principal, { action: "setup.note", outcome: "succeeded" }));
}
