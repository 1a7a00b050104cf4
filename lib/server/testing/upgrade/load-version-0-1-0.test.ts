import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { closeDb, db } from "@/lib/server/platform/database/db";
import { createTestDatabase, pointTo, type TestDatabase } from "@/lib/server/platform/testing/database";
import { loadVersion010, VERSION_0_1_0 } from "@/lib/server/testing/upgrade/load-version-0-1-0";

/** The columns that version 0.1.0 hashed, in its order. */
const HASHED = [
  ...["seq", "id", "at", "actorId", "actorName", "role", "address", "action", "outcome"],
  ...["clusterId", "clusterName", "clientId", "clientName", "requestId", "intentId", "detail"],
];

const eventSchema = z.looseObject({ seq: z.number(), prevHash: z.string(), hash: z.string() });

describe.each(["sqlite", "postgresql"] as const)("a database of version 0.1.0 (%s)", (provider) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await createTestDatabase(provider);
    await loadVersion010(database.url);
    await pointTo(database.url);
  });
  afterAll(async () => {
    await closeDb();
    await database.drop();
  });

  // Plain SQL, because this version's own tables may have other names and columns.
  const rowsOf = async (table: string) =>
    z.array(z.looseObject({})).parse(await db().$queryRawUnsafe(`SELECT * FROM "${table}" ORDER BY 1`));

  it.each(Object.entries(VERSION_0_1_0.tables))("contains every row of %s", async (table, rows) => {
    const stored = (await rowsOf(table)).map((row) =>
      Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)),
    );
    expect(stored).toHaveLength(rows.length);
    expect(JSON.parse(JSON.stringify(stored))).toEqual(expect.arrayContaining(rows));
  });

  it("has a chain that is valid for version 0.1.0", async () => {
    const events = z.array(eventSchema).parse(await rowsOf("AuditEvent"));
    let last = "";
    for (const [index, event] of events.entries()) {
      const fields = HASHED.map((column) => event[column]);
      const hash = createHash("sha256").update(JSON.stringify([last, ...fields]));
      expect(event).toMatchObject({ seq: index + 1, prevHash: last, hash: hash.digest("hex") });
      last = event.hash;
    }
    expect(await rowsOf("AuditHead")).toEqual([{ id: 1, seq: events.length, hash: last }]);
  });
});
