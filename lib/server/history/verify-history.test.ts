import { beforeAll, beforeEach, expect, it } from "vitest";
import { OWNER } from "@/lib/server/access/testing/principals";
import { appendEvent } from "@/lib/server/history/append-event";
import { verifyHistory } from "@/lib/server/history/verify-history";
import { db, transaction } from "@/lib/server/platform/database/db";
import { describeOnSqlite } from "@/lib/server/platform/testing/database";

const append = () => transaction((tx) => appendEvent(tx, OWNER, { action: "client.create", outcome: "requested" }));

/** Each is done by somebody who has removed the triggers. */
const TAMPERED: [what: string, brokenAt: number, reason: string, ...statements: string[]][] = [
  [
    "a changed event",
    3,
    "its content does not match its hash",
    `UPDATE "AuditEvent" SET "outcome" = 'succeeded' WHERE "seq" = 3`,
  ],
  ["a missing event", 4, "event 3 is missing", `DELETE FROM "AuditEvent" WHERE "seq" = 3`],
  [
    "two swapped events",
    2,
    "it does not follow the event before",
    `UPDATE "AuditEvent" SET "seq" = 99 WHERE "seq" = 2`,
    `UPDATE "AuditEvent" SET "seq" = 2 WHERE "seq" = 3`,
    `UPDATE "AuditEvent" SET "seq" = 3 WHERE "seq" = 99`,
  ],
  ["a cut at the end", 5, "the newest events are missing", `DELETE FROM "AuditEvent" WHERE "seq" = 5`],
  [
    "a cut with a head that was moved back",
    4,
    "the head of the history does not match the last event",
    `DELETE FROM "AuditEvent" WHERE "seq" = 5`,
    `UPDATE "AuditHead" SET "seq" = 4`,
  ],
];

describeOnSqlite("a check of the history", () => {
  beforeAll(async () => {
    const triggers = await db().$queryRawUnsafe<{ name: string }[]>(
      `SELECT "name" FROM "sqlite_master" WHERE "type" = 'trigger'`,
    );
    for (const { name } of triggers) await db().$executeRawUnsafe(`DROP TRIGGER "${name}"`);
  });
  beforeEach(async () => {
    await db().$executeRawUnsafe(`DELETE FROM "AuditEvent"`);
    await db().$executeRawUnsafe(`UPDATE "AuditHead" SET "seq" = 0, "hash" = ''`);
    for (let at = 0; at < 5; at++) await append();
  });

  it("finds nothing in what was only appended", async () => {
    expect(await verifyHistory()).toEqual({ ok: true, events: 5 });
  });

  it("finds nothing while events are appended", async () => {
    const appending: Promise<unknown>[] = [];
    expect(await verifyHistory(() => appending.push(append()))).toEqual({ ok: true, events: 5 });
    expect(await Promise.all(appending)).toHaveLength(1);
  });

  it.each(TAMPERED)("finds %s", async (_, brokenAt, reason, ...statements) => {
    for (const statement of statements) await db().$executeRawUnsafe(statement);
    expect(await verifyHistory()).toMatchObject({ ok: false, brokenAt, reason: expect.stringContaining(reason) });
  });
});
