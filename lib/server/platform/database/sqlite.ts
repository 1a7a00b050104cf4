import "server-only";
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

  constructor(path: string) {
    super({ url: pathToFileURL(path).href });
  }

  override createClient(config: Parameters<PrismaLibSql["createClient"]>[0]): Client {
    this.#client = super.createClient(config);
    return this.#client;
  }

  override async connect(): Promise<SqlDriverAdapter> {
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
 * @param url `file:` and a path, absolute or from the working directory; or a full `file://` URL
 * @returns the absolute path of the database file
 */
export function sqlitePath(url: string): string {
  return url.startsWith("file://") ? fileURLToPath(url) : resolve(url.slice("file:".length));
}
