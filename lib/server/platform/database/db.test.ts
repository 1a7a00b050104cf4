import { cp, readdir, rename, rm } from "node:fs/promises";
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
  const facts = { actorName: "Test", action: "client.create", outcome: "requested", detail: "{}" };
  return { seq, id: crypto.randomUUID(), at: AT, prevHash: "", hash: "", ...facts };
}

/** Makes the next health check write, even shortly after the last one. */
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
  it("keeps instants to the millisecond", async () => {
    const { id } = await db().member.create({ data: member() });
    expect((await db().member.findUniqueOrThrow({ where: { id } })).createdAt).toEqual(AT);
    expect(await db().member.count({ where: { id, createdAt: { lt: new Date(AT.getTime() + 1) } } })).toBe(1);
    expect(await db().member.count({ where: { id, createdAt: { lt: AT } } })).toBe(0);
  });

  it("accepts one open operation per cluster and client name, and any number of settled ones", async () => {
    const cluster = crypto.randomUUID();
    await db().operation.create({ data: operation(cluster, "orders") });
    const failure = await failureOf(db().operation.create({ data: operation(cluster, "orders") }));
    expect(isUniqueViolation(failure)).toBe(true);
    expect(isDatabaseDown(failure)).toBe(false);
    await db().operation.create({ data: operation(crypto.randomUUID(), "orders") });
    await db().operation.createMany({ data: [operation(cluster, null), operation(cluster, null)] });
  });

  it("accepts one operation per actor and key", async () => {
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

  it("serializes transactions that lock the head first", async () => {
    const append = () =>
      transaction(async (tx) => {
        const head = await tx.auditHead.update({ where: { id: 1 }, data: { seq: { increment: 0 } } });
        const { seq, hash } = await tx.auditEvent.create({ data: event(head.seq + 1) });
        await tx.auditHead.update({ where: { id: 1 }, data: { seq, hash } });
        return seq;
      });
    const seqs = await Promise.all(Array.from({ length: 30 }, append));
    expect(seqs.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
  });

  it("rolls back a transaction that throws", async () => {
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

  it("runs a transaction again after it loses a deadlock", async () => {
    const [a, b] = [member("a"), member("b")];
    await db().member.createMany({ data: [a, b] });
    let attempts = 0;
    const touch = (first: string, second: string) =>
      transaction(async (tx) => {
        attempts += 1;
        // The default is one second.
        if (provider === "postgresql") await tx.$executeRawUnsafe("SET LOCAL deadlock_timeout = '20ms'");
        await tx.member.update({ where: { id: first }, data: { name: first } });
        await tx.$queryRawUnsafe(provider === "sqlite" ? "SELECT 1" : "SELECT 1 FROM pg_sleep(0.05)");
        await tx.member.update({ where: { id: second }, data: { name: first } });
      });
    await Promise.all([touch(a.id, b.id), touch(b.id, a.id), touch(a.id, b.id), touch(b.id, a.id)]);
    // SQLite runs one transaction at a time, so there are no deadlocks.
    expect(attempts)[provider === "sqlite" ? "toBe" : "toBeGreaterThan"](4);
  });

  it("fails a transaction in which an error was caught", async () => {
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

  it("passes the health check", async () => {
    expect(await checkDatabase()).toEqual({ reads: true, writes: true });
  });
});

describeOnBothDatabases("a database that only reads", ({ provider, url }) => {
  it("is not healthy, and refuses writes as down", async () => {
    if (provider === "sqlite") await db().$queryRawUnsafe("PRAGMA query_only = 1");
    else {
      const name = new URL(url()).pathname.slice(1);
      await db().$executeRawUnsafe(`ALTER DATABASE ${name} SET default_transaction_read_only = on`);
      // Only new connections are affected.
      await closeDb();
    }
    resetHealth();
    expect(await checkDatabase()).toEqual({ reads: true, writes: false });
    expect(isDatabaseDown(await failureOf(transaction((tx) => tx.member.create({ data: member() }))))).toBe(true);
  });
});

describeOnBothDatabases("a missing database", ({ provider }) => {
  afterEach(() => closeDb());

  it("is distinguished from an invalid request", async () => {
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

  it("refuses writes on a locked database within two seconds, without blocking the process or reads", async () => {
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
    const started = performance.now();
    let hasBegun = false;
    const failures = Promise.all([
      failureOf(db().member.create({ data: member() })),
      failureOf(
        transaction(async () => {
          hasBegun = true;
        }),
      ),
    ]);
    expect(await db().member.count()).toBe(1);
    for (const failure of await failures) expect(isDatabaseDown(failure)).toBe(true);
    clearInterval(watch);
    expect(performance.now() - started).toBeLessThan(2_000);

    resetHealth();
    expect(await checkDatabase()).toEqual({ reads: true, writes: false });
    expect(hasBegun).toBe(false);
    expect(longest).toBeLessThan(250);

    const patient = transaction((tx) => tx.member.create({ data: member() }));
    await lock.rollback();
    await patient;
    await db().member.create({ data: member() });
    const seen = await other.queryRaw({ sql: `SELECT COUNT(*) FROM "Member"`, args: [], argTypes: [] });
    expect(seen.rows).toEqual([[3]]);
    await other.dispose();
  });

  it("reports a full disk as a database failure, and rolls the transaction back", async () => {
    await using _database = await open();
    // The file can't grow any more: SQLite reports the same error as for a full disk.
    await db().$queryRawUnsafe("PRAGMA max_page_count = 1");
    const failure = await failureOf(
      transaction(async (tx) => {
        for (let row = 0; row < 100; row++) await tx.member.create({ data: member("x".repeat(2_000)) });
      }),
    );
    expect(isDatabaseDown(failure)).toBe(true);
    expect(await db().member.count()).toBe(0);
  });

  it("reports a full disk at COMMIT as a database failure", () => {
    // The driver's own error: Prisma does not wrap errors at COMMIT.
    const full = new DriverAdapterError({ kind: "sqlite", extendedCode: 13, message: "database or disk is full" });
    expect(isDatabaseDown(full)).toBe(true);
    expect(toAppError(full).code).toBe("database_unavailable");
  });

  it.each([
    ["deleted", (path: string) => rm(path)],
    ["replaced", (path: string) => cp(path, `${path}.backup`).then(() => rename(`${path}.backup`, path))],
  ])("refuses writes and is not healthy from the moment its file is %s", async (_, change) => {
    await using database = await open();
    const row = member();
    await db().member.create({ data: row });
    // This write counts for five seconds, but not for a file that is gone.
    expect(await checkDatabase()).toEqual({ reads: true, writes: true });
    await change(sqlitePath(database.url));
    expect(await checkDatabase()).toEqual({ reads: true, writes: false });
    let hasBegun = false;
    for (const write of [
      () => db().member.create({ data: member() }),
      () => db().member.updateMany({ where: { id: row.id }, data: { name: "lost" } }),
      () =>
        transaction(async () => {
          hasBegun = true;
        }),
    ])
      expect(toAppError(await failureOf(write())).code).toBe("database_unavailable");
    expect(hasBegun).toBe(false);
    expect(await db().member.findMany({ select: { name: true } })).toEqual([{ name: "Test" }]);
  });

  it("survives a power failure, and uses one connection for everything", async () => {
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
    for (let turn = 0; turn < 500; turn++) await transaction((tx) => tx.auditHead.count());
    expect((await readdir("/dev/fd")).length).toBeLessThanOrEqual(before);
  });
});
