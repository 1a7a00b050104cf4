import "server-only";
import { statSync } from "node:fs";
import { chmod, open, stat } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import { DriverAdapterError, type SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { oneAtATime } from "@/lib/server/platform/database/sqlite-queue";
import { statement } from "@/lib/server/platform/database/statements";

const PRAGMAS = [
  "PRAGMA busy_timeout = 0",
  "PRAGMA journal_mode = WAL",
  // FULL, not NORMAL: an operation must be on the disk before its request is sent, even if the power fails then.
  "PRAGMA synchronous = FULL",
  "PRAGMA foreign_keys = ON",
] as const;

/** SQLite's own code for a file that was moved since it was opened. SQLite does not check this itself in WAL mode. */
const SQLITE_READONLY_DBMOVED = 1032;

type Client = ReturnType<PrismaLibSql["createClient"]>;

/**
 * Prisma's libsql adapter on one connection. The package's own adapter opens a connection for each transaction, and
 * leaves closing it to garbage collection. Here a transaction takes the write lock at its start, so a locked database
 * refuses it before it has done anything.
 */
export class SqliteAdapter extends PrismaLibSql {
  readonly #path: string;
  #client: Client | undefined;
  /** Which file was opened. Undefined before the first query. */
  #opened: string | undefined;

  constructor(path: string) {
    super({ url: pathToFileURL(path).href });
    this.#path = path;
  }

  /** Whether the path still leads to the file that was opened, at the cost of one `stat`. True before the first query. */
  isFileInPlace(): boolean {
    return this.#opened === undefined || identify(this.#path) === this.#opened;
  }

  override createClient(config: Parameters<PrismaLibSql["createClient"]>[0]): Client {
    this.#client = super.createClient(config);
    return this.#client;
  }

  override async connect(): Promise<SqlDriverAdapter> {
    await keepPrivate(this.#path);
    const connection = await super.connect();
    // What libsql takes. Prisma's default of 999 would split a list of IDs into statements, which lose its order.
    connection.getConnectionInfo = () => ({ maxBindValues: 32_766, supportsRelationJoins: false });
    const client = this.#client;
    return oneAtATime(connection, {
      setUp: async () => {
        for (const pragma of PRAGMAS) await connection.queryRaw(statement(pragma));
        this.#opened ??= identify(this.#path);
      },
      requireFile: () => {
        if (this.isFileInPlace()) return;
        const message = "The database file was removed or replaced while Latchkey runs. Restart Latchkey.";
        throw new DriverAdapterError({ kind: "sqlite", extendedCode: SQLITE_READONLY_DBMOVED, message });
      },
      async reopen() {
        await client?.reconnect();
      },
    });
  }
}

/** The file at a path: its device and inode. Undefined when there is none. */
function identify(path: string): string | undefined {
  const file = statSync(path, { bigint: true, throwIfNoEntry: false });
  return file && `${file.dev} ${file.ino}`;
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
