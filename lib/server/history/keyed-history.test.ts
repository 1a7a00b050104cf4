import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OWNER } from "@/lib/server/access/testing/principals";
import { appendEvent } from "@/lib/server/history/append-event";
import { beginKey, continuesKey, MissingKeyError } from "@/lib/server/history/begin-key";
import { hashEvent } from "@/lib/server/history/event-hash";
import { newKey, setAuditSettings } from "@/lib/server/history/testing/audit-settings";
import { removeTriggers, writeHistory } from "@/lib/server/history/testing/tamper";
import { verifyHistory } from "@/lib/server/history/verify-history";
import { type Db, db, transaction } from "@/lib/server/platform/database/db";
import { PostgresAdapter } from "@/lib/server/platform/database/postgres";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/database/sqlite";
import { env, ownSecrets } from "@/lib/server/platform/env";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { restoreSettings } from "@/lib/server/platform/testing/settings";
import { PrismaClient as PostgresClient } from "@/prisma/generated/postgresql/client";
import { PrismaClient as SqliteClient } from "@/prisma/generated/sqlite/client";

const [FIRST, SECOND] = [newKey("2025"), newKey("2026")];
const ENTRY = { action: "client.create", outcome: "requested" } as const;
const append = () => transaction((tx) => appendEvent(tx, OWNER, ENTRY));

/** Another instance's client of the same database. */
function secondClient(url: string): Db {
  if (url.startsWith("file:")) return new SqliteClient({ adapter: new SqliteAdapter(sqlitePath(url)) });
  return new PostgresClient({ adapter: new PostgresAdapter(url) }) as unknown as Db;
}

describeOnBothDatabases("a history with keys", ({ provider, url }) => {
  const events = () => db().auditEvent.findMany({ orderBy: { seq: "asc" } });
  beforeEach(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await removeTriggers(provider);
    await writeHistory({ events: [], head: { id: 1, seq: 0, hash: "" } });
  });
  afterEach(() => {
    restoreSettings();
    vi.restoreAllMocks();
  });

  it("begins with an event that says so, once, and each change of the key is one", async () => {
    await append();
    await beginKey();
    expect(await events()).toHaveLength(1);
    setAuditSettings({ LATCHKEY_AUDIT_KEY: FIRST });
    expect(await continuesKey()).toBe(false);
    await beginKey();
    await beginKey();
    await append();
    expect(await continuesKey()).toBe(true);
    setAuditSettings({ LATCHKEY_AUDIT_KEY: SECOND, LATCHKEY_AUDIT_OLD_KEYS: FIRST });
    await beginKey();
    expect((await events()).map(({ action, keyId, detail }) => [action, keyId, detail])).toEqual([
      ["client.create", null, "{}"],
      ["history.key", "2025", '{"from":"none","to":"2025"}'],
      ["client.create", "2025", "{}"],
      ["history.key", "2026", '{"from":"2025","to":"2026"}'],
    ]);
    expect(await verifyHistory()).toEqual({ ok: true, events: 4, keyedFrom: 2, heads: 0 });
  });

  it("does not go on without its key: the start is refused, and names it", async () => {
    setAuditSettings({ LATCHKEY_AUDIT_KEY: FIRST });
    await beginKey();
    for (const settings of [{}, { LATCHKEY_AUDIT_KEY: SECOND }]) {
      setAuditSettings(settings);
      await expect(beginKey()).rejects.toThrow(MissingKeyError);
      await expect(beginKey()).rejects.toThrow("event 1 of the history has the key 2025");
    }
    expect(await events()).toHaveLength(1);
  });

  it("has hashes that change with any field and with the key, and need the key", async () => {
    setAuditSettings({ LATCHKEY_AUDIT_KEY: FIRST });
    await beginKey();
    const { hash, prevHash, ...event } = await db().auditEvent.findFirstOrThrow();
    const key = env().audit.keys.current ?? undefined;
    setAuditSettings({ LATCHKEY_AUDIT_KEY: SECOND });
    const other = env().audit.keys.current ?? undefined;
    expect(hashEvent(prevHash, event, key)).toBe(hash);
    expect(hashEvent(prevHash, event)).toBeNull();
    const changed = Object.entries(event).map(([name, value]) =>
      hashEvent(prevHash, { ...event, [name]: value instanceof Date ? new Date(0) : `${value ?? ""}x` }, key),
    );
    // Without the version, no key or hash is known.
    expect(changed.filter((each) => each === null)).toHaveLength(1);
    const all = [hash, hashEvent(`${prevHash}x`, event, key), hashEvent(prevHash, event, other), ...changed];
    expect(new Set(all).size).toBe(changed.length + 3);
  });

  it("stays one chain while two instances write at once, one of them still with the earlier key", async () => {
    setAuditSettings({ LATCHKEY_AUDIT_KEY: FIRST });
    await beginKey();
    const earlier = { LATCHKEY_AUDIT_KEY: FIRST, LATCHKEY_AUDIT_OLD_KEYS: SECOND };
    const later = { LATCHKEY_AUDIT_KEY: SECOND, LATCHKEY_AUDIT_OLD_KEYS: FIRST };
    setAuditSettings(later);
    await beginKey();
    const second = secondClient(url());
    // An append reads the key at its beginning.
    const appendTo = (client: Db, settings: typeof later) =>
      client.$transaction((tx) => {
        setAuditSettings(settings);
        return appendEvent(tx, OWNER, ENTRY);
      });
    try {
      for (let round = 0; round < 5; round++)
        await Promise.all([
          appendTo(db(), later),
          appendTo(second, earlier),
          appendTo(db(), later),
          appendTo(second, earlier),
        ]);
    } finally {
      await second.$disconnect();
    }
    setAuditSettings(later);
    const ids = (await events()).map(({ keyId }) => keyId);
    expect(["2025", "2026"].map((id) => ids.filter((keyId) => keyId === id).length)).toEqual([11, 11]);
    expect(await verifyHistory()).toEqual({ ok: true, events: 22, keyedFrom: 1, heads: 0 });
  });

  describe("has keys that", () => {
    it("stand in no row of the database", async () => {
      setAuditSettings({ LATCHKEY_AUDIT_KEY: SECOND, LATCHKEY_AUDIT_OLD_KEYS: FIRST });
      await beginKey();
      await transaction((tx) => appendEvent(tx, OWNER, { ...ENTRY, detail: { purpose: "x" } }));
      const text = JSON.stringify(await events());
      for (const secret of ownSecrets()) expect(text).not.toContain(secret);
      expect(ownSecrets().join()).toContain(SECOND.split(":")[1]?.replace(/=+$/, ""));
    });
  });
});
