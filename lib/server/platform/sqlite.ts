import "server-only";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PrismaLibSql } from "@prisma/adapter-libsql";
import {
  DriverAdapterError,
  isDriverAdapterError,
  type SqlDriverAdapter,
  type SqlQuery,
  type Transaction,
} from "@prisma/driver-adapter-utils";

/**
 * How long to wait before each new try on a locked database, in milliseconds: 1.4 s in all. SQLite's own busy timeout
 * stays at 0, because libsql waits it out on the event loop and everyone else would stand still.
 */
const BUSY_PAUSES = [5, 10, 20, 40, 80, 160, 320, 640] as const;

const PRAGMAS = [
  "PRAGMA busy_timeout = 0",
  "PRAGMA journal_mode = WAL",
  // FULL and not NORMAL: an intent must be on the disk before its POST leaves, even if the power fails then.
  "PRAGMA synchronous = FULL",
  "PRAGMA foreign_keys = ON",
] as const;

const begin = statement("BEGIN IMMEDIATE");

/**
 * Prisma's libsql adapter on one connection for its whole life. The one from the package opens a connection per
 * transaction, without our pragmas, and leaves it to the garbage collector. Here a transaction takes the write lock at
 * its start, so that it is refused before it has done anything, and never in its middle.
 */
export class SqliteAdapter extends PrismaLibSql {
  constructor(path: string) {
    super({ url: pathToFileURL(path).href });
  }

  override async connect(): Promise<SqlDriverAdapter> {
    const connection = await super.connect();
    for (const pragma of PRAGMAS) await whileBusy(() => connection.queryRaw(statement(pragma)));
    return oneAtATime(connection);
  }
}

/**
 * @param url `file:` and a path, absolute or from the working directory; or a full `file://` URL
 * @returns the absolute path of the database file
 */
export function sqlitePath(url: string): string {
  return url.startsWith("file://") ? fileURLToPath(url) : resolve(url.slice("file:".length));
}

/** Runs a step that does nothing at all when the database is locked, and tries again after each of the pauses. */
export async function whileBusy<T>(step: () => Promise<T>, pauses: readonly number[] = BUSY_PAUSES): Promise<T> {
  for (const ms of pauses) {
    try {
      return await step();
    } catch (error) {
      if (!isBusy(error)) throw error;
      await pause(ms);
    }
  }
  return step();
}

/** The adapter calls SQLITE_BUSY a SocketTimeout. */
function isBusy(error: unknown): boolean {
  return error instanceof Error && isDriverAdapterError(error) && error.cause.kind === "SocketTimeout";
}

function statement(sql: string): SqlQuery {
  return { sql, args: [], argTypes: [] };
}

/** Gives the connection to one statement or one transaction at a time; pauses happen outside of the queue. */
function oneAtATime(connection: SqlDriverAdapter): SqlDriverAdapter {
  let last: Promise<void> = Promise.resolve();

  async function takeTurn(): Promise<() => void> {
    const before = last;
    let release = () => {};
    last = new Promise((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }

  function inTurn<T>(step: () => Promise<T>): Promise<T> {
    return whileBusy(async () => {
      const release = await takeTurn();
      try {
        return await step();
      } finally {
        release();
      }
    });
  }

  return {
    provider: connection.provider,
    adapterName: connection.adapterName,
    queryRaw: (query) => inTurn(() => connection.queryRaw(query)),
    executeRaw: (query) => inTurn(() => connection.executeRaw(query)),
    executeScript: (script) => inTurn(() => connection.executeScript(script)),
    startTransaction: () =>
      whileBusy(async () => {
        const release = await takeTurn();
        try {
          await connection.executeRaw(begin);
          return openTransaction(connection, release);
        } catch (error) {
          release();
          throw error;
        }
      }),
    dispose: () => connection.dispose(),
  };
}

/**
 * A transaction that saw an error can only be rolled back, as on PostgreSQL. SQLite would go on after a broken
 * constraint; after a full disk it has rolled back by itself, and what follows would run outside of any transaction.
 */
function openTransaction(connection: SqlDriverAdapter, release: () => void): Transaction {
  let state: "open" | "failed" | "closed" = "open";

  async function run<T>(step: () => Promise<T>): Promise<T> {
    if (state !== "open") {
      const cause = `This transaction has ${state === "failed" ? "failed" : "ended"}.`;
      throw new DriverAdapterError({ kind: "TransactionAlreadyClosed", cause });
    }
    try {
      return await step();
    } catch (error) {
      state = "failed";
      throw error;
    }
  }

  async function rollback(): Promise<void> {
    if (state === "closed") return;
    state = "closed";
    try {
      // Fails only where SQLite has already rolled back.
      await connection.executeRaw(statement("ROLLBACK")).catch(() => 0);
    } finally {
      release();
    }
  }

  return {
    provider: connection.provider,
    adapterName: connection.adapterName,
    // True: Prisma leaves COMMIT and ROLLBACK to the two functions below.
    options: { usePhantomQuery: true },
    queryRaw: (query) => run(() => connection.queryRaw(query)),
    executeRaw: (query) => run(() => connection.executeRaw(query)),
    rollback,
    async commit() {
      try {
        await run(() => connection.executeRaw(statement("COMMIT")));
        state = "closed";
        release();
      } catch (error) {
        await rollback();
        throw error;
      }
    },
  };
}
