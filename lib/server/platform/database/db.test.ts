import { readdir } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { afterEach, describe, expect, it } from "vitest";
import { closeDb, db, isDatabaseDown, isUniqueViolation, ping, transaction } from "@/lib/server/platform/database/db";
import { applyMigrations } from "@/lib/server/platform/database/migrate";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/database/sqlite";
import { createTestDatabase, describeOnBothDatabases, pointTo } from "@/lib/server/platform/testing/database";

const AT = new Date("2026-01-02T03:04:05.678Z");

function member(name = "Test") {
  const id = crypto.randomUUID();
  return {
    id,
    issuer: "https://issuer.test",
    subject: id,
    emailVerified: false,
    name,
    createdAt: AT,
    lastSignInAt: AT,
  };
}

function intent(clusterId: string, openName: string | null) {
  const id = crypto.randomUUID();
  const actor = { actorId: "actor", actorName: "Test", role: "owner" };
  return {
    id,
    key: id,
    clusterId,
    name: "orders",
    openName,
    scopes: "[]",
    state: "requested",
    createdAt: AT,
    ...actor,
  };
}

function event(seq: number) {
  const words = { actorName: "Test", action: "client.create", outcome: "requested", detail: "{}" };
  return { seq, id: crypto.randomUUID(), at: AT, prevHash: "", hash: "", ...words };
}

async function failureOf(step: Promise<unknown>): Promise<unknown> {
  return step.then(
    () => expect.unreachable("This should have failed."),
    (error: unknown) => error,
  );
}

describeOnBothDatabases("the database", ({ provider }) => {
  it("gives an instant back to the millisecond", async () => {
    const { id } = await db().member.create({ data: member() });
    expect((await db().member.findUniqueOrThrow({ where: { id } })).createdAt).toEqual(AT);
    expect(await db().member.count({ where: { id, createdAt: { lt: new Date(AT.getTime() + 1) } } })).toBe(1);
    expect(await db().member.count({ where: { id, createdAt: { lt: AT } } })).toBe(0);
  });

  it("holds one open intent per cluster and name, and any number of settled ones", async () => {
    const cluster = crypto.randomUUID();
    await db().intent.create({ data: intent(cluster, "orders") });
    const failure = await failureOf(db().intent.create({ data: intent(cluster, "orders") }));
    expect(isUniqueViolation(failure)).toBe(true);
    expect(isDatabaseDown(failure)).toBe(false);
    await db().intent.create({ data: intent(crypto.randomUUID(), "orders") });
    await db().intent.createMany({ data: [intent(cluster, null), intent(cluster, null)] });
  });

  it("holds one intent per actor and key", async () => {
    const first = await db().intent.create({ data: intent(crypto.randomUUID(), null) });
    const again = { ...intent(crypto.randomUUID(), null), key: first.key };
    expect(isUniqueViolation(await failureOf(db().intent.create({ data: again })))).toBe(true);
    await db().intent.create({ data: { ...again, actorId: "another" } });
  });

  it("refuses to change or delete an audit event", async () => {
    const { seq, id } = await db().auditEvent.create({ data: event(1_000) });
    const attempts = [
      db().auditEvent.update({ where: { seq }, data: { outcome: "succeeded" } }),
      db().auditEvent.updateMany({ data: { detail: "" } }),
      db().auditEvent.delete({ where: { seq } }),
      db().auditEvent.deleteMany(),
      db().$executeRawUnsafe(
        provider === "sqlite"
          ? `INSERT OR REPLACE INTO "AuditEvent" SELECT "seq", "id", "at", "actorId", 'Somebody', "role", "address", "action", "outcome", "clusterId", "clusterName", "clientId", "clientName", "requestId", "intentId", "detail", "prevHash", "hash" FROM "AuditEvent"`
          : `TRUNCATE "AuditEvent"`,
      ),
    ];
    for (const attempt of await Promise.allSettled(attempts))
      expect(attempt).toMatchObject({
        status: "rejected",
        reason: {
          meta: {
            driverAdapterError: {
              cause: {
                originalMessage: expect.stringContaining("append-only"),
              },
            },
          },
        },
      });
    expect(await db().auditEvent.findUnique({ where: { id } })).toMatchObject({ outcome: "requested" });
  });

  it("puts appenders in a queue when they bump the head first", async () => {
    const append = () =>
      transaction(async (tx) => {
        const { seq } = await tx.auditHead.update({ where: { id: 1 }, data: { seq: { increment: 1 } } });
        await tx.auditEvent.create({ data: event(seq) });
        return seq;
      });
    const seqs = await Promise.all(Array.from({ length: 30 }, append));
    expect(seqs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it("keeps nothing of a transaction that throws", async () => {
    const row = member();
    const failure = await failureOf(
      transaction(async (tx) => {
        await tx.member.create({ data: row });
        throw new Error("changed my mind");
      }),
    );
    expect(failure).toMatchObject({ message: "changed my mind" });
    expect(await db().member.count({ where: { id: row.id } })).toBe(0);
  });

  it("never calls a transaction a success after an error in it was swallowed", async () => {
    const row = member();
    const failure = await failureOf(
      transaction(async (tx) => {
        await tx.member.create({ data: row });
        await tx.member.create({ data: row }).catch(() => undefined);
      }),
    );
    expect(failure).toBeInstanceOf(Error);
    expect(await db().member.count({ where: { id: row.id } })).toBe(0);
  });

  it("answers the health check", async () => {
    expect(await ping()).toBe(true);
  });
});

describeOnBothDatabases("a database that is gone", ({ provider }) => {
  afterEach(() => closeDb());

  it("is told from a wrong request", async () => {
    const nowhere = provider === "sqlite" ? "file:./lib/server/platform" : "postgresql://a:b@127.0.0.1:1/none";
    await pointTo(nowhere);
    expect(isDatabaseDown(await failureOf(db().member.count()))).toBe(true);
    expect(isDatabaseDown(await failureOf(transaction((tx) => tx.member.count())))).toBe(true);
    expect(await ping()).toBe(false);
    expect(isDatabaseDown(new Error("something else"))).toBe(false);
  });
});

describe("SQLite", () => {
  async function open() {
    const database = await createTestDatabase("sqlite");
    await applyMigrations(database.url);
    await pointTo(database.url);
    return {
      ...database,
      async [Symbol.asyncDispose]() {
        await closeDb();
        await database.drop();
      },
    };
  }

  it("refuses a write on a locked database within two seconds, stalls nobody, and goes on reading", async () => {
    await using database = await open();
    await db().member.create({ data: member() });
    const other = await new SqliteAdapter(sqlitePath(database.url)).connect();
    const lock = await other.startTransaction();

    let longest = 0;
    let last = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const began = performance.now();
    let worked = false;
    const failures = Promise.all([
      failureOf(db().member.create({ data: member() })),
      failureOf(
        transaction(async () => {
          worked = true;
        }),
      ),
    ]);
    expect(await db().member.count()).toBe(1);
    for (const failure of await failures) expect(isDatabaseDown(failure)).toBe(true);
    clearInterval(watch);

    expect(worked).toBe(false);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(longest).toBeLessThan(250);

    const patient = transaction((tx) => tx.member.create({ data: member() }));
    await lock.rollback();
    await patient;
    await db().member.create({ data: member() });
    const seen = await other.queryRaw({ sql: `SELECT COUNT(*) FROM "Member"`, args: [], argTypes: [] });
    expect(seen.rows).toEqual([[3]]);
    await other.dispose();
  });

  it("says that a full disk is no fault of the request, and keeps nothing of the transaction", async () => {
    await using _database = await open();
    // From here on the file may not grow: SQLite says the same as on a full disk.
    await db().$queryRawUnsafe("PRAGMA max_page_count = 1");
    const failure = await failureOf(
      transaction(async (tx) => {
        for (let row = 0; row < 100; row++) await tx.member.create({ data: member("x".repeat(2_000)) });
      }),
    );
    expect(isDatabaseDown(failure)).toBe(true);
    expect(await db().member.count()).toBe(0);
  });

  it("keeps what it was told when the power fails, and one connection for all its work", async () => {
    await using _database = await open();
    const pragma = async (name: string) =>
      Object.values((await db().$queryRawUnsafe<object[]>(`PRAGMA ${name}`))[0] ?? {});
    const settings = async () => [
      ...(await pragma("journal_mode")),
      ...(await pragma("synchronous")).map(Number),
      ...(await pragma("foreign_keys")).map(Number),
    ];
    expect(await settings()).toEqual(["wal", 2, 1]);
    await transaction((tx) => tx.member.create({ data: member() }));
    expect(await settings()).toEqual(["wal", 2, 1]);

    const before = (await readdir("/dev/fd")).length;
    for (let turn = 0; turn < 5_000; turn++) await transaction((tx) => tx.auditHead.count());
    expect((await readdir("/dev/fd")).length).toBeLessThanOrEqual(before);
  }, 60_000);
});
