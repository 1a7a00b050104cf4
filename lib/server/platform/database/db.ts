import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { isWriteConflict } from "@/lib/server/platform/database/database-errors";
import { PostgresAdapter } from "@/lib/server/platform/database/postgres";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/database/sqlite";
import { env } from "@/lib/server/platform/env";
import { processState } from "@/lib/server/platform/process-state";
import { PrismaClient as PostgresClient } from "@/prisma/generated/postgresql/client";
import { type Prisma, PrismaClient as SqliteClient } from "@/prisma/generated/sqlite/client";
import { providerOf } from "@/prisma/providers.mjs";

/** The type of the SQLite client, the smaller of the two: what it accepts runs on both databases. */
export type Db = SqliteClient;
/** The database inside a transaction. */
export type Tx = Prisma.TransactionClient;

/** How long a transaction can wait for its start, and how long it can take, in milliseconds. */
const LIMITS = { maxWait: 5_000, timeout: 10_000 };

/** The pauses before a transaction that lost a deadlock is tried again, in milliseconds. */
const RETRY_PAUSES = [10, 40, 160] as const;

type Connection = { client: Db; isInPlace: () => boolean };

const current = processState("database", (): { connection: Connection | null } => ({ connection: null }));

const connection = (): Connection => {
  current.connection ??= open(env().databaseUrl);
  return current.connection;
};

/** This process's only client, for the database in DATABASE_URL. It connects at its first query. */
export function db(): Db {
  return connection().client;
}

/** Whether the database is SQLite, for what only one of the two can store. */
export function isSqlite(): boolean {
  return providerOf(env().databaseUrl) === "sqlite";
}

/** Whether the open database is still the one in DATABASE_URL: a SQLite file can be removed or replaced. */
export function isDatabaseInPlace(): boolean {
  return connection().isInPlace();
}

function open(url: string): Connection {
  const options = { transactionOptions: LIMITS, errorFormat: "minimal" } as const;
  if (providerOf(url) === "sqlite") {
    const adapter = new SqliteAdapter(sqlitePath(url));
    return { client: new SqliteClient({ ...options, adapter }), isInPlace: () => adapter.isFileInPlace() };
  }
  // Both clients come from one schema. Their types differ only in what PostgreSQL can do in addition.
  const client = new PostgresClient({ ...options, adapter: new PostgresAdapter(url) }) as unknown as Db;
  return { client, isInPlace: () => true };
}

/**
 * Runs `work` in one transaction. On SQLite it takes the write lock at its start, so a locked database refuses it
 * before `work` begins, after 1.3 s of tries that don't block the process. On PostgreSQL it is read committed: first
 * write the row that others must wait for, then read.
 *
 * Rows are always locked in the same order: operation, organization, cluster, client, rotation, and the head of the history
 * last.
 * A transaction that still loses a deadlock runs again from its start, so `work` must have no effect outside the database.
 *
 * In `work`, use `tx` and never `db()`, which on SQLite would wait for the transaction itself, and wait for nothing but
 * the database. After an error the transaction can only end, on both databases.
 */
export async function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  for (const ms of RETRY_PAUSES) {
    try {
      return await db().$transaction(work);
    } catch (error) {
      if (!isWriteConflict(error)) throw error;
      await pause(ms * (0.5 + Math.random()));
    }
  }
  return db().$transaction(work);
}

/** Closes the connections; the next `db()` opens new ones. */
export async function closeDb(): Promise<void> {
  const closing = current.connection;
  current.connection = null;
  await closing?.client.$disconnect();
}

/** Replaces this process's client, to observe every query. */
export function replaceDb(client: Db): void {
  current.connection = { ...connection(), client };
}
