import { beforeEach, describe, expect, it } from "vitest";
import { OWNER } from "@/lib/server/access/testing/principals";
import { listEvents } from "@/lib/server/audit/list-events";
import { appendEvent, LATCHKEY } from "@/lib/server/history/append-event";
import { hashEvent } from "@/lib/server/history/event-hash";
import { verifyHistory } from "@/lib/server/history/verify-history";
import { db, transaction } from "@/lib/server/platform/database/db";
import { keepOutOfLogs } from "@/lib/server/platform/scrub";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

type Entry = Parameters<typeof appendEvent>[2];
const append = (entry: Partial<Entry> = {}, actor: Parameters<typeof appendEvent>[1] = OWNER) =>
  transaction((tx) => appendEvent(tx, actor, { action: "client.create", outcome: "requested", ...entry }));

const REFUSED = {
  meta: { driverAdapterError: { cause: { originalMessage: expect.stringContaining("append-only") } } },
};

describeOnBothDatabases("the history", ({ provider }) => {
  const events = () => db().auditEvent.findMany({ orderBy: { seq: "asc" } });
  let clientId: string;
  beforeEach(() => {
    clientId = crypto.randomUUID();
  });
  const detailOf = async () => JSON.parse((await db().auditEvent.findFirstOrThrow({ where: { clientId } })).detail);

  it("is a chain over every field of every event, from the first to the head, without a gap", async () => {
    await append();
    await append({
      clusterId: "c",
      clusterName: "Ünï",
      clientId,
      clientName: "w",
      operationId: "i",
      detail: { a: [1] },
    });
    await append({ action: "session.sign-in", outcome: "succeeded" }, LATCHKEY);
    await Promise.all(Array.from({ length: 10 }, () => append()));

    let before = "";
    for (const [index, { prevHash, hash, ...fields }] of (await events()).entries()) {
      expect([fields.seq, prevHash]).toEqual([index + 1, before]);
      expect(hashEvent(prevHash, fields)).toBe(hash);
      before = hash;
    }
    expect(await db().auditHead.findMany()).toEqual([{ id: 1, seq: (await events()).length, hash: before }]);
    expect(await verifyHistory()).toMatchObject({ ok: true, events: (await events()).length, keyedFrom: null });
  });

  it("has hashes that change with any field, and not with the order of the columns", async () => {
    await append({ clientId });
    // Only an event with a key has its ID, and its hash covers it: see keyed-history.test.ts.
    const { hash: _, prevHash, keyId, ...fields } = await db().auditEvent.findFirstOrThrow({ where: { clientId } });
    expect(keyId).toBeNull();
    const event = { ...fields, keyId };
    const hash = hashEvent(prevHash, event);
    expect(hashEvent(prevHash, Object.assign({ detail: "" }, event))).toBe(hash);
    const changed = Object.entries(fields).map(([name, value]) =>
      hashEvent(prevHash, {
        ...event,
        [name]: value instanceof Date ? new Date(0) : value === null ? "" : `${value}x`,
      }),
    );
    expect(new Set([hash, hashEvent(`${prevHash}x`, event), ...changed]).size).toBe(changed.length + 2);
  });

  it("cuts the name of a member, whatever was stored", async () => {
    await append({ clientId }, { ...OWNER, name: `\u202e\ud83d${"x".repeat(1_000_000)}` });
    const { actorName } = await db().auditEvent.findFirstOrThrow({ where: { clientId } });
    expect(actorName).toMatch(/^x{99}…$/);
    expect(await verifyHistory()).toMatchObject({ ok: true });
  });

  it("contains neither the event nor a gap after a rollback", async () => {
    const before = await db().auditHead.findFirst();
    const rolledBack = transaction(async (tx) => {
      await appendEvent(tx, OWNER, { action: "client.create", outcome: "requested", clientId });
      throw new Error("rolled back");
    });
    await expect(rolledBack).rejects.toThrow("rolled back");
    expect(await db().auditHead.findFirst()).toEqual(before);
    expect(await db().auditEvent.count({ where: { clientId } })).toBe(0);
  });

  it("contains nothing that looks like a credential, at any depth of its details", async () => {
    const jwt = "eyJh.eyJi.c";
    await append({ clientId, detail: { echo: `got ${jwt}`, deep: [{ of: jwt }], count: 3 } });
    expect(await detailOf()).toEqual({ echo: "got [token]", deep: [{ of: "[token]" }], count: 3 });
  });

  it("keeps text that somebody also sent as a secret", async () => {
    const purpose = "Order fulfilment workers of the logistics department";
    keepOutOfLogs(purpose);
    await append({ clientId, detail: { purpose } });
    expect(await detailOf()).toEqual({ purpose });
  });

  it.each([
    [`password: "hunter2"`],
    [`client_secret="a\\"b"`],
    [`{"access_token":"x"}`],
    [`"`],
    [`\\`],
    ["line\nbreak, 'quote' and ünïcode"],
  ])("can be read after a person writes %j", async (purpose) => {
    await append({ clientId, detail: { purpose } });
    expect(Object.keys(await detailOf())).toEqual(["purpose"]);
    const page = await listEvents(OWNER, { client: clientId });
    expect(page.events).toHaveLength(1);
  });

  describe("has a head that", () => {
    const head = () => db().auditHead.findMany();

    it.each([
      ["moved back", `UPDATE "AuditHead" SET "seq" = "seq" - 1`],
      [
        "moved to an earlier event",
        `UPDATE "AuditHead" SET "seq" = 1, "hash" = (SELECT "hash" FROM "AuditEvent" WHERE "seq" = 1)`,
      ],
      ["moved to no event", `UPDATE "AuditHead" SET "seq" = 0, "hash" = ''`],
      ["moved forward without an event", `UPDATE "AuditHead" SET "seq" = "seq" + 1`],
      ["given another hash", `UPDATE "AuditHead" SET "hash" = 'forged'`],
      ["given another ID", `UPDATE "AuditHead" SET "id" = 2`],
      ["deleted", `DELETE FROM "AuditHead"`],
      ["doubled", `INSERT INTO "AuditHead" ("id", "seq", "hash") VALUES (2, 0, '')`],
      provider === "sqlite"
        ? ["replaced", `INSERT OR REPLACE INTO "AuditHead" ("id", "seq", "hash") VALUES (1, 0, '')`]
        : ["emptied", `TRUNCATE "AuditHead"`],
    ])("can't be %s by SQL", async (_, sql) => {
      await append();
      await append();
      const before = await head();
      await expect(db().$executeRawUnsafe(sql)).rejects.toThrow(/append-only/);
      expect(await head()).toEqual(before);
      expect(await verifyHistory()).toMatchObject({ ok: true });
    });

    it("can't be moved to an event that does not continue the chain", async () => {
      await append();
      const before = await head();
      const [{ seq, hash } = { seq: 0, hash: "" }] = before;
      const event = { at: new Date(), actorName: "x", action: "x", outcome: "x", detail: "{}" };
      for (const [prevHash, to] of [
        ["forged", "new"],
        [hash, "another"],
      ] as const) {
        const forging = transaction(async (tx) => {
          const id = crypto.randomUUID();
          await tx.auditEvent.create({ data: { ...event, id, seq: seq + 1, prevHash, hash: "new" } });
          await tx.auditHead.update({ where: { id: 1 }, data: { seq: seq + 1, hash: to } });
        });
        await expect(forging).rejects.toMatchObject(REFUSED);
        expect(await head()).toEqual(before);
      }
    });
  });
});
