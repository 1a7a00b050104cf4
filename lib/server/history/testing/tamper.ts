import { db } from "@/lib/server/platform/database/db";
import type { Provider } from "@/prisma/providers.mjs";

/** Does what somebody with write access to the database can do: removes the triggers of the history. */
export async function removeTriggers(provider: Provider): Promise<void> {
  if (provider === "postgresql") {
    for (const table of ["AuditEvent", "AuditHead"])
      await db().$executeRawUnsafe(`ALTER TABLE "${table}" DISABLE TRIGGER USER`);
    return;
  }
  const triggers = await db().$queryRawUnsafe<{ name: string }[]>(
    `SELECT "name" FROM "sqlite_master" WHERE "type" = 'trigger' AND "tbl_name" IN ('AuditEvent', 'AuditHead')`,
  );
  for (const { name } of triggers) await db().$executeRawUnsafe(`DROP TRIGGER "${name}"`);
}

/** The history as it is, to write it back. */
export async function takeHistory() {
  const events = await db().auditEvent.findMany({ orderBy: { seq: "asc" } });
  const head = await db().auditHead.findFirstOrThrow();
  return { events, head };
}
export type History = Awaited<ReturnType<typeof takeHistory>>;

/** Replaces the history, without its triggers. */
export async function writeHistory({ events, head }: History): Promise<void> {
  await db().auditEvent.deleteMany();
  await db().auditEvent.createMany({ data: events });
  await db().auditHead.updateMany({ data: head });
}
