import "server-only";
import { z } from "zod";
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

/** What Prisma throws, and what the drivers throw where Prisma knows no code for it. */
const databaseErrorSchema = z.object({
  code: z.string().optional(),
  message: z.string(),
  meta: z
    .object({
      driverAdapterError: z
        .object({ cause: z.object({ code: z.string().optional(), extendedCode: z.number().optional() }) })
        .optional(),
    })
    .optional(),
});

/**
 * Prisma's codes: wrong password, unreachable, timed out, no such database, locked (P1008), denied, TLS, connection
 * closed; no connection free, a transaction that could not start or took too long, a write conflict, too many clients.
 */
const DOWN = new Set("P1000 P1001 P1002 P1003 P1008 P1010 P1011 P1017 P2024 P2028 P2034 P2037".split(" "));
/** SQLSTATE: connection lost, read-only, out of resources, lock or statement timeout, shutting down, I/O error. */
const DOWN_IN_POSTGRES = /^(08|25006|53|55000|55P03|57|58)/;
/** SQLite: locked, read-only, I/O error, corrupt, full, can't open, not a database. */
const DOWN_IN_SQLITE = new Set([6, 8, 10, 11, 13, 14, 26]);
const DOWN_BEFORE_PRISMA =
  /^(ConnectionFailed|timeout exceeded when trying to connect|Connection terminated|Query read timeout)/;

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
 * that a locked database refuses it before `work` has begun, after 1.3 s of tries that stall nobody. On PostgreSQL
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
  return databaseErrorSchema.safeParse(error).data?.code === "P2002";
}

/**
 * Whether the database could not do its work: locked, out of reach, full, read-only, too slow. Worth another try later,
 * and no fault of the request. The contract's `database_unavailable`.
 */
export function isDatabaseDown(error: unknown): boolean {
  const { code, message, meta } = databaseErrorSchema.safeParse(error).data ?? {};
  const cause = meta?.driverAdapterError?.cause;
  return (
    DOWN.has(code ?? "") ||
    DOWN_IN_POSTGRES.test(cause?.code ?? "") ||
    DOWN_IN_SQLITE.has((cause?.extendedCode ?? 0) & 0xff) ||
    DOWN_BEFORE_PRISMA.test(message ?? "")
  );
}
