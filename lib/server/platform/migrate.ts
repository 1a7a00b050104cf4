import "server-only";
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import type { MigrationList, SchemaEngine } from "@prisma/schema-engine-wasm/schema_engine_bg";
import { NO_FILTER, readMigrations, withSchemaEngine } from "@/lib/server/platform/schema-engine";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/sqlite";
import { whileBusy } from "@/lib/server/platform/sqlite-queue";
import { providerOf } from "@/prisma/providers.mjs";

/** The database can't be brought up to this version. The message says why, and what to do. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/** Another instance may be migrating: each try takes 1.3 s by itself, so this is half a minute. */
const LOCK_PAUSES = Array<number>(20).fill(100);

/**
 * Brings the database up to this version, and makes a SQLite file with its folder where there is none. Keeps Prisma's
 * own table, `_prisma_migrations`. Safe when several instances start at once: one does it, the others wait for it.
 * @param url the database's address, `file:…` or `postgresql://…`
 * @param folder where the migrations lie, if not in `prisma/migrations`
 * @returns the names of the migrations it applied
 * @throws MigrationError; then the database is as it was before the migration that failed
 */
export async function applyMigrations(url: string, folder?: string): Promise<string[]> {
  try {
    // On PostgreSQL the engine itself takes an advisory lock, and waits ten seconds for it.
    if (providerOf(url) === "postgresql") return await applyPending(url, folder);
    const path = sqlitePath(url);
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const unlock = await lockBeside(path);
    try {
      return await applyPending(url, folder);
    } finally {
      await unlock();
    }
  } catch (error) {
    throw new MigrationError(explain(error, url), { cause: error });
  }
}

function applyPending(url: string, folder?: string): Promise<string[]> {
  return withSchemaEngine(url, async (engine) => {
    const migrationsList = await readMigrations(providerOf(url), folder);
    try {
      return (await engine.applyMigrations({ migrationsList, filters: NO_FILTER })).appliedMigrationNames;
    } catch (error) {
      if (!isInterrupted(error)) await forgetFailure(engine, migrationsList);
      throw error;
    }
  });
}

/** A script that fails leaves nothing behind, so once its cause is mended the next start may simply try it again. */
async function forgetFailure(engine: SchemaEngine, migrationsList: MigrationList): Promise<void> {
  const history = { migrationsList, optInToShadowDatabase: false, filters: NO_FILTER };
  const failed = await engine.diagnoseMigrationHistory(history).catch(() => ({ failedMigrationNames: [] }));
  for (const migrationName of failed.failedMigrationNames) await engine.markMigrationRolledBack({ migrationName });
}

/** Prisma's P3009: a migration that an earlier start began and never ended. */
function isInterrupted(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "P3009";
}

function explain(error: unknown, url: string): string {
  const message = error instanceof Error ? error.message : String(error);
  const name = /migration_name="([^"]+)"|The `([^`]+)` migration/.exec(message);
  if (isInterrupted(error))
    return `The database migration ${name?.[2]} was cut off when it ran before, so its state is not known. Restore the database from a backup and start again.`;
  // What follows is the engine's own stack.
  const reason = message
    .split(/\n\s+0: /)[0]
    ?.trim()
    .replace(/\s*\n\s*/g, " ");
  return name?.[1]
    ? `The database migration ${name[1]} failed and was undone: ${reason}`
    : `The database${url.startsWith("file:") ? ` ${url.slice("file:".length)}` : ""} can't be opened: ${reason}`;
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
