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

/** The database, by the SQLite client's type: it is the smaller of the two, so what it accepts runs on both. */
export type Db = SqliteClient;
/** The database inside a transaction. */
export type Tx = Prisma.TransactionClient;

/** How long a transaction may wait for its start, and how long it may last, in milliseconds. */
const LIMITS = { maxWait: 5_000, timeout: 10_000 };

/** The pauses before a transaction that lost a deadlock is tried again, in milliseconds. */
const RETRY_PAUSES = [10, 40, 160] as const;

const connection = processState("database", (): { client: Db | null } => ({ client: null }));

/** The one client of this process, for the database that DATABASE_URL names; it connects at its first query. */
export function db(): Db {
  connection.client ??= open(env().databaseUrl);
  return connection.client;
}

function open(url: string): Db {
  const options = { transactionOptions: LIMITS, errorFormat: "minimal" } as const;
  if (providerOf(url) === "sqlite")
    return new SqliteClient({ ...options, adapter: new SqliteAdapter(sqlitePath(url)) });
  // The two clients come from one schema; their types differ only by what PostgreSQL alone can do. The one cast.
  return new PostgresClient({ ...options, adapter: new PostgresAdapter(url) }) as unknown as Db;
}

/**
 * Runs `work` in one transaction: everything in it is kept, or nothing. On SQLite it takes the write lock at its start,
 * so that a locked database refuses it before `work` has begun, after 1.3 s of tries that block nobody. On PostgreSQL
 * it is read committed: first write the row that others must wait for, then read.
 *
 * Rows are locked in one order everywhere: operation, cluster, client, and the head of the history last. A transaction
 * that still loses a deadlock is run again from its start, so `work` must have no effect outside the database.
 *
 * Inside, use `tx` and never `db()`, which on SQLite would wait for this very transaction, and wait for nothing but the
 * database. After an error the transaction can only end, on both databases.
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
  const { client } = connection;
  connection.client = null;
  await client?.$disconnect();
}

/** Replaces this process's client, for what has to observe every query. @returns the client before */
export function replaceDb(client: Db): void {
  connection.client = client;
}
