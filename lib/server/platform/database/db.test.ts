import { readdir, rm } from "node:fs/promises";
import { performance } from "node:perf_hooks";
import { DriverAdapterError } from "@prisma/driver-adapter-utils";
import { afterEach, describe, expect, it } from "vitest";
import { isDatabaseDown, isUniqueViolation } from "@/lib/server/platform/database/database-errors";
import { checkDatabase } from "@/lib/server/platform/database/database-health";
import { closeDb, db, transaction } from "@/lib/server/platform/database/db";
import { applyMigrations } from "@/lib/server/platform/database/migrate";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/database/sqlite";
import { processState } from "@/lib/server/platform/process-state";
import { createTestDatabase, describeOnBothDatabases, pointTo } from "@/lib/server/platform/testing/database";
import { toAppError } from "@/lib/server/platform/to-app-error";

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

function operation(clusterId: string, openKey: string | null) {
  const id = crypto.randomUUID();
  const actor = { actorId: "actor", actorName: "Test", role: "owner" };
  return { id, kind: "create", key: id, clusterId, openKey, state: "requested", requestedAt: AT, ...actor };
}

function event(seq: number) {
  const words = { actorName: "Test", action: "client.create", outcome: "requested", detail: "{}" };
  return { seq, id: crypto.randomUUID(), at: AT, prevHash: "", hash: "", ...words };
}

/** The next health check writes, however recently one has. */
const resetHealth = () =>
  Object.assign(
    processState("health", () => ({ at: 0 })),
    { at: Number.NEGATIVE_INFINITY },
  );

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

  it("holds one open operation per cluster and client, and any number of settled ones", async () => {
    const cluster = crypto.randomUUID();
    await db().operation.create({ data: operation(cluster, "orders") });
    const failure = await failureOf(db().operation.create({ data: operation(cluster, "orders") }));
    expect(isUniqueViolation(failure)).toBe(true);
    expect(isDatabaseDown(failure)).toBe(false);
    await db().operation.create({ data: operation(crypto.randomUUID(), "orders") });
    await db().operation.createMany({ data: [operation(cluster, null), operation(cluster, null)] });
  });

  it("holds one operation per actor and key", async () => {
    const first = await db().operation.create({ data: operation(crypto.randomUUID(), null) });
    const again = { ...operation(crypto.randomUUID(), null), key: first.key };
    expect(isUniqueViolation(await failureOf(db().operation.create({ data: again })))).toBe(true);
    await db().operation.create({ data: { ...again, actorId: "another" } });
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
          ? `INSERT OR REPLACE INTO "AuditEvent" ("seq", "id", "at", "actorId", "actorName", "role", "address", "action", "outcome", "clusterId", "clusterName", "clientId", "clientName", "requestId", "operationId", "detail", "prevHash", "hash") SELECT "seq", "id", "at", "actorId", 'Somebody', "role", "address", "action", "outcome", "clusterId", "clusterName", "clientId", "clientName", "requestId", "operationId", "detail", "prevHash", "hash" FROM "AuditEvent"`
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

  it("runs a transaction again that lost a deadlock, and tells nobody", async () => {
    const [a, b] = [member("a"), member("b")];
    await db().member.createMany({ data: [a, b] });
    let attempts = 0;
    const touch = (first: string, second: string) =>
      transaction(async (tx) => {
        attempts += 1;
        await tx.member.update({ where: { id: first }, data: { name: first } });
        await tx.$queryRawUnsafe(provider === "sqlite" ? "SELECT 1" : "SELECT 1 FROM pg_sleep(0.05)");
        await tx.member.update({ where: { id: second }, data: { name: first } });
      });
    await Promise.all([touch(a.id, b.id), touch(b.id, a.id), touch(a.id, b.id), touch(b.id, a.id)]);
    // SQLite gives the lock to one transaction at a time, so there is nothing to lose.
    expect(attempts)[provider === "sqlite" ? "toBe" : "toBeGreaterThan"](4);
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
    expect(await checkDatabase()).toEqual({ reads: true, writes: true });
  });
});

describeOnBothDatabases("a database that is gone", ({ provider }) => {
  afterEach(() => closeDb());

  it("is told from a wrong request", async () => {
    const nowhere = provider === "sqlite" ? "file:./lib/server/platform" : "postgresql://a:b@127.0.0.1:1/none";
    await pointTo(nowhere);
    expect(isDatabaseDown(await failureOf(db().member.count()))).toBe(true);
    expect(isDatabaseDown(await failureOf(transaction((tx) => tx.member.count())))).toBe(true);
    resetHealth();
    expect(await checkDatabase()).toEqual({ reads: false, writes: false });
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
    expect(performance.now() - began).toBeLessThan(2_000);

    resetHealth();
    expect(await checkDatabase()).toEqual({ reads: true, writes: false });
    expect(worked).toBe(false);
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
    resetHealth();
    await db().$queryRawUnsafe("PRAGMA max_page_count = 1000000");
  });

  it("says that a disk which is full at COMMIT is no fault of the request", () => {
    // The driver's own error: Prisma does not wrap what fails at COMMIT.
    const full = new DriverAdapterError({ kind: "sqlite", extendedCode: 13, message: "database or disk is full" });
    expect(isDatabaseDown(full)).toBe(true);
    expect(toAppError(full).code).toBe("database_unavailable");
  });

  it("is not healthy when its file was deleted, though it still takes writes", async () => {
    await using database = await open();
    await db().member.create({ data: member() });
    await rm(sqlitePath(database.url));
    resetHealth();
    expect(await checkDatabase()).toEqual({ reads: true, writes: false });
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
