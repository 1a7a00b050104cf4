import "server-only";
import { chmod, open, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { oneAtATime, statement } from "@/lib/server/platform/database/sqlite-queue";

const PRAGMAS = [
  "PRAGMA busy_timeout = 0",
  "PRAGMA journal_mode = WAL",
  // FULL, not NORMAL: an operation must be on the disk before its request is sent, even if the power fails then.
  "PRAGMA synchronous = FULL",
  "PRAGMA foreign_keys = ON",
] as const;

type Client = ReturnType<PrismaLibSql["createClient"]>;

/**
 * Prisma's libsql adapter on one connection. The package's own adapter opens a connection for each transaction, and
 * leaves closing it to garbage collection. Here a transaction takes the write lock at its start, so a locked database
 * refuses it before it has done anything.
 */
export class SqliteAdapter extends PrismaLibSql {
  #client: Client | undefined;
  readonly #path: string;

  constructor(path: string) {
    super({ url: pathToFileURL(path).href });
    this.#path = path;
  }

  override createClient(config: Parameters<PrismaLibSql["createClient"]>[0]): Client {
    this.#client = super.createClient(config);
    return this.#client;
  }

  override async connect(): Promise<SqlDriverAdapter> {
    await keepPrivate(this.#path);
    const connection = await super.connect();
    const client = this.#client;
    return oneAtATime(connection, {
      async setUp() {
        for (const pragma of PRAGMAS) await connection.queryRaw(statement(pragma));
      },
      async reopen() {
        await client?.reconnect();
      },
    });
  }
}

/**
 * Creates a missing database file for its owner alone. SQLite gives the files beside it (-wal, -shm) the same mode. Takes
 * the files of an earlier version away from everybody; a mode that lets only a group in was somebody's choice.
 */
async function keepPrivate(path: string): Promise<void> {
  // Only a missing file is opened: closing it would end the locks of this process's other connections.
  const created = await open(/* turbopackIgnore: true */ path, "wx", 0o600).catch(() => null);
  await created?.close();
  for (const file of [path, `${path}-wal`, `${path}-shm`]) {
    const mode = (await stat(/* turbopackIgnore: true */ file).catch(() => null))?.mode ?? 0;
    // Another user's file stays as it is.
    if (mode & 0o007) await chmod(/* turbopackIgnore: true */ file, 0o600).catch(() => undefined);
  }
}

/**
 * @param url `file:` and a path, absolute or from the working directory; or a full `file://` URL
 * @returns the absolute path of the database file
 */
export function sqlitePath(url: string): string {
  return url.startsWith("file://") ? fileURLToPath(url) : resolve(url.slice("file:".length));
}
