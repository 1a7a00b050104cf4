import "server-only";
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { type MigrationTarget, openMigrationTarget } from "@/lib/server/platform/database/migration-target";
import { SqliteAdapter, sqlitePath } from "@/lib/server/platform/database/sqlite";
import { whileBusy } from "@/lib/server/platform/database/sqlite-queue";
import { providerOf } from "@/prisma/providers.mjs";

/** The database can't be migrated to this version. The message says why, and what to do. */
export class MigrationError extends Error {
  override name = "MigrationError";
}

/**
 * The working directory is the root of the app: npm starts every script there, and `file:` URLs are relative to it. The
 * migrations are not part of the bundle, which the comment for the bundler says.
 */
const MIGRATIONS = join(/* turbopackIgnore: true */ process.cwd(), "prisma/migrations");

/** Another instance may be migrating. Each try takes 1.3 s itself, so this is half a minute in all. */
const LOCK_PAUSES = Array<number>(20).fill(100);

type Migration = { name: string; script: string; checksum: string };

/**
 * Migrates the database to this version, and creates a missing SQLite file with its folder. Records applied migrations
 * in `_prisma_migrations` as Prisma does, so that Prisma's own commands work too. Several instances can start at the
 * same time: one migrates, the others wait.
 * @param url the database's address, `file:…` or `postgresql://…`
 * @param folder the folder of the migrations, `prisma/migrations` by default
 * @returns the names of the migrations it applied
 * @throws MigrationError; the database is then as it was before the migration that failed
 */
export async function applyMigrations(url: string, folder = MIGRATIONS): Promise<string[]> {
  return whenOpen(url, async () => {
    const unlock = await lockFileBeside(url);
    try {
      return await withTarget(url, folder, (target, migrations) =>
        target.locked(() => applyPending(target, migrations)),
      );
    } finally {
      await unlock();
    }
  });
}

/**
 * The names of the migrations that the next start would apply. Changes nothing but that Prisma's own table is created if
 * it is missing.
 * @throws MigrationError as `applyMigrations` does before it changes anything
 */
export async function listPendingMigrations(url: string): Promise<string[]> {
  const pending = await whenOpen(url, () => withTarget(url, MIGRATIONS, pendingOf));
  return pending.map(({ name }) => name);
}

async function whenOpen<T>(url: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof MigrationError) throw error;
    throw new MigrationError(`${nameOf(url)} can't be opened: ${reasonOf(error)}`, { cause: error });
  }
}

async function withTarget<T>(
  url: string,
  folder: string,
  work: (target: MigrationTarget, migrations: readonly Migration[]) => Promise<T>,
): Promise<T> {
  const migrations = await readMigrations(join(/* turbopackIgnore: true */ folder, providerOf(url)));
  const target = await openMigrationTarget(url);
  try {
    return await work(target, migrations);
  } finally {
    await target.close();
  }
}

async function readMigrations(folder: string): Promise<Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(
    names.toSorted().map(async (name) => {
      const script = await readFile(join(/* turbopackIgnore: true */ folder, name, "migration.sql"), "utf8");
      return { name, script, checksum: createHash("sha256").update(script).digest("hex") };
    }),
  );
}

/**
 * The migrations of this version that the database does not have yet.
 * @throws MigrationError for a database that this version must not touch
 */
async function pendingOf(target: MigrationTarget, migrations: readonly Migration[]): Promise<Migration[]> {
  const records = await target.records();
  const cutOff = records.find(({ finished, rolledBack }) => !finished && !rolledBack);
  if (cutOff)
    throw new MigrationError(
      `The database migration ${cutOff.name} was cut off when it ran before, so its state is unknown. Restore the database from a backup and start again.`,
    );
  const done = new Set(records.filter(({ rolledBack }) => !rolledBack).map(({ name }) => name));
  const known = new Set(migrations.map(({ name }) => name));
  const newer = [...done].find((name) => !known.has(name));
  if (newer !== undefined)
    throw new MigrationError(
      `The database was written by a newer version of Latchkey (it has the migration ${newer}). Start that version, or restore a backup from before the update.`,
    );
  return migrations.filter(({ name }) => !done.has(name));
}

async function applyPending(target: MigrationTarget, migrations: readonly Migration[]): Promise<string[]> {
  const applied: string[] = [];
  for (const { name, script, checksum } of await pendingOf(target, migrations)) {
    try {
      await target.apply({ id: randomUUID(), name, checksum }, script);
    } catch (error) {
      throw new MigrationError(`The database migration ${name} failed and was undone: ${reasonOf(error)}`, {
        cause: error,
      });
    }
    applied.push(name);
  }
  return applied;
}

/** Explains SQLite's error codes. Messages of PostgreSQL need no explanation. */
function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const text = message.trim().replace(/\s*\n\s*/g, " ");
  if (/SQLITE_CORRUPT|malformed/i.test(text)) return "the file is damaged. Restore it from a backup.";
  if (/SQLITE_IOERR/.test(text)) return "the file can't be read or written. Check its disk.";
  if (/SQLITE_NOTADB|not a database/i.test(text)) return "the file is not a SQLite database. Check DATABASE_URL.";
  return text;
}

const nameOf = (url: string) => `The database${url.startsWith("file:") ? ` ${url.slice("file:".length)}` : ""}`;

/**
 * Locks the migrations of a SQLite database: an exclusive transaction on an empty file beside it, which the operating
 * system releases if the process dies. On PostgreSQL the target takes an advisory lock instead.
 */
async function lockFileBeside(url: string): Promise<() => Promise<void>> {
  if (providerOf(url) !== "sqlite") return async () => undefined;
  const path = sqlitePath(url);
  const existing = await stat(path).catch(() => null);
  if (existing?.isDirectory()) throw new MigrationError(`${nameOf(url)} is a folder. DATABASE_URL must name a file.`);
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const connection = await new SqliteAdapter(`${path}.migrating`).connect();
  const lock = await whileBusy(() => connection.startTransaction(), LOCK_PAUSES);
  return async () => {
    await lock.rollback();
    await connection.dispose();
  };
}
