import "server-only";
import { env } from "@/lib/server/platform/env";
import { PostgresAdapter } from "@/lib/server/platform/postgres";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/sqlite";
import { PrismaClient as PostgresClient } from "@/prisma/generated/postgresql/client";
import { type Prisma, PrismaClient as SqliteClient } from "@/prisma/generated/sqlite/client";
import { providerOf } from "@/prisma/providers.mjs";

/** The database, by the SQLite client's type: the smaller of the two, so what it takes runs on both. */
export type Db = SqliteClient;
/** The database inside of a transaction. */
export type Tx = Prisma.TransactionClient;

declare global {
  /** Kept here because a reload in development, and each of Next's bundles, brings its own copy of this module. */
  var latchkeyDatabase: Db | undefined;
}

/** How long a transaction may wait for its start, and how long it may last, in milliseconds. */
const LIMITS = { maxWait: 5_000, timeout: 10_000 };

/** The one client of this process, for the database that DATABASE_URL names; it connects at its first query. */
export function db(): Db {
  globalThis.latchkeyDatabase ??= open(env().databaseUrl);
  return globalThis.latchkeyDatabase;
}

function open(url: string): Db {
  const options = { transactionOptions: LIMITS, errorFormat: "minimal" } as const;
  if (providerOf(url) === "sqlite")
    return new SqliteClient({ ...options, adapter: new SqliteAdapter(sqlitePath(url)) });
  // The two clients come from one schema and differ in their types by what only PostgreSQL can do. The one cast.
  return new PostgresClient({ ...options, adapter: new PostgresAdapter(url) }) as unknown as Db;
}

/**
 * Runs `work` in one transaction: all of it is kept, or nothing. On SQLite it has the write lock from its start, so
 * that a locked database refuses it before `work` has begun, after 1.4 s of tries that stall nobody. On PostgreSQL
 * it is read committed: write first what others must wait for, then read.
 *
 * Inside, use `tx` and never `db()`, which on SQLite would wait for this very transaction; and wait for nothing but the
 * database. After an error in it, on both databases, it can only end.
 */
export function transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  return db().$transaction(work);
}

/** Closes the connections; the next `db()` opens new ones. */
export async function closeDb(): Promise<void> {
  const open = globalThis.latchkeyDatabase;
  globalThis.latchkeyDatabase = undefined;
  await open?.$disconnect();
}

/** Whether the database answers, and has its tables: for the health check. */
export async function ping(): Promise<boolean> {
  try {
    return (await db().auditHead.count()) === 1;
  } catch {
    return false;
  }
}

/** Whether a write was refused because a row of that key exists already. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P2002";
}
