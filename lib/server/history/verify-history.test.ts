import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { OWNER } from "@/lib/server/access/testing/principals";
import { appendEvent } from "@/lib/server/history/append-event";
import { beginKey } from "@/lib/server/history/begin-key";
import { hashEvent } from "@/lib/server/history/event-hash";
import { currentHead } from "@/lib/server/history/heads";
import { newKey, setAuditSettings } from "@/lib/server/history/testing/audit-settings";
import { seedEvents } from "@/lib/server/history/testing/seed-events";
import { type History, removeTriggers, takeHistory, writeHistory } from "@/lib/server/history/testing/tamper";
import { verifyHistory } from "@/lib/server/history/verify-history";
import { db, transaction } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { restoreSettings } from "@/lib/server/platform/testing/settings";

const append = () => transaction((tx) => appendEvent(tx, OWNER, { action: "client.create", outcome: "requested" }));

/** A history of all ages: three events of version 1, two of version 2, and after event 6 with a key. Event 9 changes it. */
const LENGTH = 11;
const [FIRST_KEY, SECOND_KEY] = [newKey("2025"), newKey("2026")];

type Row = History["events"][number];

/** The rows with the hashes that somebody without a key can make for them, from `from` on. */
function rehash(rows: readonly Row[], from: number, version: number): Row[] {
  let prevHash = rows[from - 2]?.hash ?? "";
  return rows.map((row) => {
    if (row.seq < from) return row;
    const event = { ...row, version, keyId: null };
    const hash = hashEvent(prevHash, event) ?? "";
    const chained = { ...event, prevHash, hash };
    prevHash = hash;
    return chained;
  });
}

const withHead = (events: Row[]): History => {
  const last = events.at(-1);
  return { events, head: { id: 1, seq: last?.seq ?? 0, hash: last?.hash ?? "" } };
};

describeOnBothDatabases("a check of the history", ({ provider }) => {
  let folder: string;
  let heads: string;
  let history: History;
  const settings = () => ({ LATCHKEY_AUDIT_KEY: SECOND_KEY, LATCHKEY_AUDIT_OLD_KEYS: FIRST_KEY });
  const kept = async () => appendFile(heads, `${JSON.stringify(await currentHead(env().audit.keys))}\n`);

  beforeAll(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    folder = await mkdtemp(join(tmpdir(), "latchkey-heads-"));
    heads = join(folder, "heads.jsonl");
    await removeTriggers(provider);
    for (let at = 0; at < 3; at++) await append();
    const old = await takeHistory();
    await writeHistory(withHead(rehash(old.events, 1, 1)));
    await append();
    await append();
    await kept();
    setAuditSettings({ LATCHKEY_AUDIT_KEY: FIRST_KEY });
    await beginKey();
    await append();
    await append();
    await kept();
    setAuditSettings(settings());
    await beginKey();
    await append();
    await append();
    await kept();
    history = await takeHistory();
  });
  afterAll(async () => {
    restoreSettings();
    vi.restoreAllMocks();
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    setAuditSettings(settings());
    await writeHistory(history);
  });

  const withHeads = () => setAuditSettings({ ...settings(), LATCHKEY_AUDIT_HEADS: heads });
  const good = { ok: true, events: LENGTH, keyedFrom: 6, heads: 0 };

  it("finds nothing in what was only appended, by three versions and with two keys", async () => {
    expect(history.events.map(({ version, keyId }) => [version, keyId])).toEqual([
      ...Array(3).fill([1, null]),
      ...Array(2).fill([2, null]),
      ...Array(3).fill([3, "2025"]),
      ...Array(3).fill([3, "2026"]),
    ]);
    expect(await verifyHistory()).toEqual(good);
    withHeads();
    expect(await verifyHistory()).toEqual({ ...good, heads: 3 });
  });

  it("finds nothing while events are appended, and tells how far it is", async () => {
    const appending: Promise<unknown>[] = [];
    const progress: number[][] = [];
    const result = await verifyHistory((checked, total) => {
      progress.push([checked, total]);
      if (appending.length === 0) appending.push(append());
    });
    await Promise.all(appending);
    expect(result).toMatchObject({ ok: true });
    expect(progress[0]).toEqual([LENGTH, LENGTH]);
  });

  const anySeq = fc.integer({ min: 1, max: LENGTH });
  const COLUMNS = {
    version: fc.constantFrom(1, 2, 3, 4),
    at: fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }),
    ...Object.fromEntries(
      ["id", "organizationId", "actorId", "actorName", "role", "address", "action", "outcome", "clusterId"].map(
        (name) => [name, fc.string({ unit: fc.constantFrom(..."aé0-") })],
      ),
    ),
    ...Object.fromEntries(
      ["clusterName", "clientId", "clientName", "requestId", "operationId", "detail", "keyId", "prevHash", "hash"].map(
        (name) => [name, fc.constantFrom("", "2025", "2026", "{}", "x")],
      ),
    ),
  };
  const anyEdit = fc.constantFrom(...Object.keys(COLUMNS)).chain((name) =>
    fc.record({
      name: fc.constant(name),
      value: new Map(Object.entries<fc.Arbitrary<unknown>>(COLUMNS)).get(name) ?? fc.constant(""),
    }),
  );

  it("names the first event after any edit of any column of any row", async () => {
    await fc.assert(
      fc.asyncProperty(anySeq, anyEdit, async (seq, { name, value }) => {
        const row = history.events[seq - 1];
        fc.pre(JSON.stringify(Reflect.get(row ?? {}, name)) !== JSON.stringify(value));
        await writeHistory(history);
        await db().auditEvent.updateMany({ where: { seq }, data: { [name]: value } });
        expect(await verifyHistory(), name).toMatchObject({ ok: false, brokenAt: seq, events: seq - 1 });
      }),
      { numRuns: 60 },
    );
  });

  it("names the first event that was deleted, wherever it was", async () => {
    for (let seq = 1; seq <= LENGTH; seq++) {
      await writeHistory(history);
      await db().auditEvent.delete({ where: { seq } });
      expect(await verifyHistory()).toMatchObject({
        ok: false,
        brokenAt: seq,
        reason: expect.stringContaining("missing"),
      });
    }
  });

  it("names the first event that is not at its place, after any two were swapped or all put into another order", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(
          history.events.map(({ seq }) => seq),
          { minLength: LENGTH },
        ),
        async (order) => {
          const moved = order.findIndex((seq, at) => seq !== at + 1);
          fc.pre(moved >= 0);
          const events = order.flatMap((seq, at) => {
            const row = history.events[seq - 1];
            return row ? [{ ...row, seq: at + 1 }] : [];
          });
          await writeHistory({ events, head: history.head });
          expect(await verifyHistory()).toMatchObject({ ok: false, brokenAt: moved + 1 });
        },
      ),
      { numRuns: 30 },
    );
    for (const [a, b] of [
      [1, 2],
      [5, 6],
      [8, 9],
      [10, 11],
    ] as const) {
      const seqOf = (seq: number) => (seq === a ? b : seq === b ? a : seq);
      await writeHistory({
        events: history.events.map((row) => ({ ...row, seq: seqOf(row.seq) })),
        head: history.head,
      });
      expect(await verifyHistory()).toMatchObject({ ok: false, brokenAt: a });
    }
  });

  it("names the first event that was cut off, also with a head that was moved back, if heads are kept", async () => {
    for (let length = 0; length < LENGTH; length++) {
      const cut = history.events.slice(0, length);
      await writeHistory({ events: cut, head: history.head });
      expect(await verifyHistory()).toMatchObject({ ok: false, brokenAt: length + 1 });
      await writeHistory(withHead(cut));
      withHeads();
      expect(await verifyHistory()).toMatchObject({
        ok: false,
        brokenAt: length + 1,
        reason: expect.stringContaining("the newest events are missing"),
      });
      setAuditSettings(settings());
    }
  });

  it("names the event after one without a key that was written anew alone, with a hash of its own", async () => {
    for (const row of history.events.filter(({ keyId }) => keyId === null)) {
      const forged = { ...row, actorName: "Somebody else" };
      const { hash: _, prevHash, ...fields } = forged;
      await writeHistory(history);
      await db().auditEvent.update({
        where: { seq: row.seq },
        data: { actorName: forged.actorName, hash: hashEvent(prevHash, fields) ?? "" },
      });
      expect(await verifyHistory()).toMatchObject({
        ok: false,
        brokenAt: row.seq + 1,
        reason: "it does not follow the event before",
      });
    }
  });

  it("names the first event that was written anew without the key", async () => {
    for (const version of [1, 2])
      for (let from = 7; from <= LENGTH; from++) {
        await writeHistory(withHead(rehash(history.events, from, version)));
        expect(await verifyHistory()).toMatchObject({ ok: false, brokenAt: from });
      }
  });

  it("finds a history that was written anew from its beginning without a key, while one is set", async () => {
    const forged = rehash(history.events, 1, 2);
    await writeHistory(withHead(forged));
    expect(await verifyHistory()).toMatchObject({
      ok: false,
      brokenAt: LENGTH,
      reason: expect.stringContaining("no event has a key"),
    });
    // The app goes on with its key.
    await append();
    expect(await verifyHistory()).toMatchObject({ ok: false, brokenAt: LENGTH + 1 });
    // A restart can't know better: the number of the first event with a key, or a kept head, does.
    await writeHistory(withHead(forged));
    await beginKey();
    expect(await verifyHistory()).toMatchObject({ ok: true, keyedFrom: LENGTH + 1 });
    setAuditSettings({ ...settings(), LATCHKEY_AUDIT_KEY_FROM: "6" });
    expect(await verifyHistory()).toMatchObject({ ok: false, brokenAt: 6 });
    withHeads();
    expect(await verifyHistory()).toMatchObject({ ok: false, brokenAt: 5 });
  });

  it("finds a history that was written anew, without any key, by a kept head", async () => {
    setAuditSettings({ LATCHKEY_AUDIT_HEADS: heads });
    const plain = rehash(history.events, 1, 2);
    await writeHistory(withHead(plain));
    await rm(heads);
    await kept();
    expect(await verifyHistory()).toMatchObject({ ok: true, heads: 1, keyedFrom: null });
    for (let from = 1; from <= LENGTH; from++) {
      const changed = plain.map((row) => (row.seq === from ? { ...row, actorName: "Somebody else" } : row));
      await writeHistory(withHead(rehash(changed, from, 2)));
      const result = await verifyHistory();
      expect(result).toMatchObject({ ok: false, brokenAt: LENGTH, reason: expect.stringContaining("rewritten") });
    }
  });

  it("can't be done without the key of an event, and says which one", async () => {
    for (const [keys, brokenAt, id] of [
      [{}, 6, "2025"],
      [{ LATCHKEY_AUDIT_KEY: SECOND_KEY }, 6, "2025"],
      [{ LATCHKEY_AUDIT_KEY: FIRST_KEY }, 9, "2026"],
    ] as const) {
      setAuditSettings(keys);
      expect(await verifyHistory()).toMatchObject({ ok: false, brokenAt, reason: expect.stringContaining(id) });
    }
    setAuditSettings({ LATCHKEY_AUDIT_KEY: newKey("2026"), LATCHKEY_AUDIT_OLD_KEYS: FIRST_KEY });
    expect(await verifyHistory()).toMatchObject({ ok: false, brokenAt: 9 });
  });

  it("names an event that stands before the first one", async () => {
    const [first] = history.events;
    if (first) await db().auditEvent.create({ data: { ...first, seq: -1, id: crypto.randomUUID() } });
    expect(await verifyHistory()).toMatchObject({ ok: false, brokenAt: -1 });
  });

  if (provider === "sqlite")
    it("names an event that the database can't read any more", async () => {
      await db().$executeRawUnsafe(`UPDATE "AuditEvent" SET "at" = 'yesterday' WHERE "seq" = 4`);
      expect(await verifyHistory()).toMatchObject({ ok: false, brokenAt: 4, events: 3 });
    });

  if (provider === "sqlite")
    it("names an event whose instant is the same, and stored in another form", async () => {
      const at = history.events[4]?.at.getTime() ?? 0;
      const offset = new Date(at - 12 * 3_600_000).toISOString().replace("Z", "-12:00");
      for (const value of [String(at), `'${offset}'`]) {
        await writeHistory(history);
        await db().$executeRawUnsafe(`UPDATE "AuditEvent" SET "at" = ${value} WHERE "seq" = 5`);
        expect(await verifyHistory(), value).toMatchObject({ ok: false, brokenAt: 5, events: 11 });
      }
    });

  describe("with a file of heads", () => {
    it("finds a line that was changed, added or can't be read, when all events match", async () => {
      await rm(heads, { force: true });
      await kept();
      withHeads();
      const line = await readFile(heads, "utf8");
      const head = JSON.parse(line);
      const forged = { ...head, at: new Date(0).toISOString() };
      const unsigned = { ...head, keyId: null, mac: null };
      for (const added of ["x", "{}", JSON.stringify(forged), JSON.stringify(unsigned)]) {
        await writeFile(heads, `${line}${added}\n`);
        expect(await verifyHistory()).toMatchObject({
          ok: false,
          brokenAt: null,
          reason: expect.stringContaining("line 2"),
        });
      }
    });

    it("has nothing to compare before the first head", async () => {
      await rm(heads, { force: true });
      withHeads();
      expect(await verifyHistory()).toEqual(good);
    });
  });
});

describeOnBothDatabases("a check of the history of a table without its primary key", ({ provider }) => {
  it("names an event that has the number of another, wherever a page of the check ends", async () => {
    await seedEvents(provider, 250);
    if (provider === "postgresql")
      await db().$executeRawUnsafe(`ALTER TABLE "AuditEvent" DROP CONSTRAINT "AuditEvent_pkey"`);
    else {
      await db().$executeRawUnsafe(`CREATE TABLE "Copy" AS SELECT * FROM "AuditEvent"`);
      await db().$executeRawUnsafe(`DROP TABLE "AuditEvent"`);
      await db().$executeRawUnsafe(`ALTER TABLE "Copy" RENAME TO "AuditEvent"`);
    }
    expect(await verifyHistory()).toMatchObject({ ok: true, events: 250 });
    for (const seq of [100, 200, 250]) {
      const id = crypto.randomUUID();
      const event = await db().auditEvent.findFirstOrThrow({ where: { seq } });
      await db().auditEvent.createMany({ data: [{ ...event, id, actorName: "Framed" }] });
      expect(await verifyHistory(), String(seq)).toMatchObject({ ok: false });
      await db().auditEvent.deleteMany({ where: { id } });
    }
    expect(await verifyHistory()).toMatchObject({ ok: true });
  });
});
