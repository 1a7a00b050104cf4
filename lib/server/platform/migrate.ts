import "server-only";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { NO_FILTER, readMigrations, withSchemaEngine } from "@/lib/server/platform/schema-engine";
import { SqliteAdapter, sqlitePath, whileBusy } from "@/lib/server/platform/sqlite";
import { providerOf } from "@/prisma/providers.mjs";

/** A database that can't be brought to this version's schema; the message says what to do. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** Another instance may be migrating: asked every 100 ms, for half a minute. */
const LOCK_PAUSES = Array<number>(300).fill(100);

/**
 * Brings the database up to this version, and makes a SQLite file with its folder where there is none. Keeps Prisma's
 * own table, `_prisma_migrations`. Safe when several instances start at once: one does it, the others wait for it.
 * @param url the database's address, `file:…` or `postgresql://…`
 * @returns the names of the migrations it applied
 * @throws MigrationError when one fails, now or earlier
 */
export async function applyMigrations(url: string): Promise<string[]> {
  // PostgreSQL's lock is the engine's own: an advisory one, that it waits ten seconds for.
  if (providerOf(url) === "postgresql") return applyPending(url);
  const path = sqlitePath(url);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unlock = await lockBeside(path);
  try {
    return await applyPending(url);
  } finally {
    await unlock();
  }
}

function applyPending(url: string): Promise<string[]> {
  return withSchemaEngine(url, async (engine) => {
    const migrationsList = await readMigrations(providerOf(url));
    return (await engine.applyMigrations({ migrationsList, filters: NO_FILTER })).appliedMigrationNames;
  });
}

/**
 * On SQLite the engine takes no lock. An exclusive transaction on an empty file beside the database is one that the
 * system itself gives back when its holder dies.
 */
async function lockBeside(path: string): Promise<() => Promise<void>> {
  const connection = await new SqliteAdapter(`${path}.migrating`).connect();
  const lock = await whileBusy(() => connection.startTransaction(), LOCK_PAUSES);
  return async () => {
    await lock.rollback();
    await connection.dispose();
  };
}
