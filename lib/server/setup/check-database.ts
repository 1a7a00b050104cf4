import "server-only";
import { stat } from "node:fs/promises";
import type { SetupCheck } from "@/lib/contract/setup";
import { checkDatabase as checkHealth } from "@/lib/server/platform/database/database-health";
import { db, isSqlite } from "@/lib/server/platform/database/db";
import { listPendingMigrations, MigrationError } from "@/lib/server/platform/database/migrate";
import { sqlitePath } from "@/lib/server/platform/database/sqlite";
import { env } from "@/lib/server/platform/env";
import { cleanText } from "@/lib/server/platform/text";
import { fault, ok, warning } from "@/lib/server/setup/check";

const CONNECTION = "Connection";
const MIGRATIONS = "Migrations";
const SIZE = "Size";

const LONGEST_MESSAGE = 400;
/** A slow database is no fault of the setup. */
const TIMEOUT_MS = 10_000;

const number = (count: number) => count.toLocaleString("en");
const counted = (count: number, word: string) => `${number(count)} ${word}${count === 1 ? "" : "s"}`;

/** The size of the SQLite file, in words. Empty for other databases, and for a file that is not there. */
async function fileSize(): Promise<string> {
  const file = isSqlite() ? await stat(sqlitePath(env().databaseUrl)).catch(() => null) : null;
  return file ? ` in a file of ${number(Math.ceil(file.size / 1024 / 1024))} MB` : "";
}

/** How much there is: three small statements, whatever the size. */
async function checkSize(): Promise<SetupCheck> {
  const [{ _count: clusters, _sum: clients }, head] = await Promise.all([
    db().cluster.aggregate({ where: { goneAt: null }, _count: true, _sum: { clientCount: true } }),
    db().auditHead.findUniqueOrThrow({ where: { id: 1 } }),
  ]);
  const counts = [
    counted(clusters, "cluster"),
    counted(clients.clientCount ?? 0, "client"),
    counted(head.seq, "event"),
  ];
  return ok(SIZE, `It holds ${counts.join(", ")}${await fileSize()}.`);
}

/** Opens the database and reads its migrations. Null when it has all of them. */
async function checkMigrations(): Promise<SetupCheck | null> {
  try {
    const pending = await listPendingMigrations(env().databaseUrl);
    if (pending.length === 0) return null;
    const what = `${counted(pending.length, "migration")} ${pending.length === 1 ? "is" : "are"}`;
    return warning(MIGRATIONS, `${what} not applied yet.`, "Start Latchkey: each start applies what is missing.");
  } catch (error) {
    if (!(error instanceof MigrationError)) throw error;
    const found = cleanText(error.message, LONGEST_MESSAGE);
    // Nothing is migrated here, so that only what could not be opened has a cause.
    if (error.cause === undefined)
      return fault(MIGRATIONS, found, "Do that before you start this version of Latchkey.");
    return fault(CONNECTION, found, "Check DATABASE_URL, that the database runs, and that Latchkey may use it.");
  }
}

/** Checks that the database can be read and written, has all migrations, and says how large it is. */
export async function checkDatabase(): Promise<SetupCheck[]> {
  const isFile = isSqlite();
  // Opening a file that is not there would create it.
  if (isFile && !(await stat(sqlitePath(env().databaseUrl)).catch(() => null)))
    return [
      warning(
        CONNECTION,
        "There is no SQLite file at DATABASE_URL.",
        "Start Latchkey, which creates it. If there was one, restore it from the backup first.",
      ),
    ];
  const missing = await checkMigrations();
  if (missing) return [missing];
  const migrations = ok(MIGRATIONS, "All migrations of this version are applied.");
  const { reads, writes } = await checkHealth(TIMEOUT_MS);
  if (!reads)
    return [
      fault(CONNECTION, "The database does not respond to reads.", "Check that the database runs, then check again."),
      migrations,
    ];
  if (!writes)
    return [
      fault(
        CONNECTION,
        "The database can be read, but does not accept writes: nothing can be created or deleted.",
        "Check its free disk space, the rights of its files or of its user, and that nothing else locks it.",
      ),
      migrations,
    ];
  const kind = isFile
    ? "SQLite can be read and written. It is for one instance of Latchkey; for several, use PostgreSQL."
    : "PostgreSQL can be read and written.";
  return [ok(CONNECTION, kind), migrations, await checkSize()];
}
