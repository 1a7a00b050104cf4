import "server-only";
import { setImmediate } from "node:timers";
import { setTimeout as pause } from "node:timers/promises";
import {
  DriverAdapterError,
  isDriverAdapterError,
  type SqlDriverAdapter,
  type Transaction,
} from "@prisma/driver-adapter-utils";
import { isWrite, statement } from "@/lib/server/platform/database/statements";

/**
 * The pauses before each new try on a locked database, in milliseconds: 1.3 s in all. SQLite's own busy timeout stays
 * at 0, because libsql would block the event loop while it waits.
 */
const BUSY_PAUSES = [2, 5, 10, 20, ...Array<number>(31).fill(40)];

/** Runs a step that has no effect when the database is locked, and tries again after each of the pauses. */
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

/**
 * Gives the connection to one statement or one transaction at a time. The pauses of `whileBusy` don't hold up the
 * queue.
 *
 * A statement that fails on a lock stays open in libsql until garbage collection, and a connection with an open write
 * can't commit: later writes would be lost silently. So each write first tests the lock in a way that leaves nothing
 * open. If another process takes the lock in between, the connection is opened again.
 *
 * A file that was removed or replaced still accepts writes while it is open, and loses them all. So `requireFile`, which
 * throws then, comes before each write, and before the connection is opened again, which would open another file.
 */
export function oneAtATime(
  connection: SqlDriverAdapter,
  { setUp, requireFile, reopen }: { setUp: () => Promise<void>; requireFile: () => void; reopen: () => Promise<void> },
): SqlDriverAdapter {
  let last: Promise<void> = Promise.resolve();
  let state: "new" | "ready" | "broken" = "new";

  async function takeTurn(): Promise<() => void> {
    const before = last;
    let release = () => {};
    last = new Promise((resolve) => {
      // In a turn of its own: libsql works on the event loop, and all that waits in the queue would hold it in one piece.
      release = () => setImmediate(resolve);
    });
    await before;
    return release;
  }

  async function prepare(forWriting: boolean): Promise<void> {
    if (state === "broken") {
      requireFile();
      await reopen();
      state = "new";
    }
    if (state === "new") {
      await watch(setUp);
      state = "ready";
    }
    if (!forWriting) return;
    requireFile();
    await connection.executeScript("BEGIN IMMEDIATE; ROLLBACK");
  }

  async function watch<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      if (isBusy(error)) state = "broken";
      throw error;
    }
  }

  function inTurn<T>(forWriting: boolean, step: () => Promise<T>): Promise<T> {
    return whileBusy(async () => {
      const release = await takeTurn();
      try {
        await prepare(forWriting);
        return await watch(step);
      } finally {
        release();
      }
    });
  }

  return {
    provider: connection.provider,
    adapterName: connection.adapterName,
    queryRaw: (query) => inTurn(isWrite(query), () => connection.queryRaw(query)),
    executeRaw: (query) => inTurn(true, () => connection.executeRaw(query)),
    executeScript: (script) => inTurn(true, () => connection.executeScript(script)),
    startTransaction: () =>
      whileBusy(async () => {
        const release = await takeTurn();
        try {
          await prepare(true);
          await watch(() => connection.executeRaw(statement("BEGIN IMMEDIATE")));
        } catch (error) {
          release();
          throw error;
        }
        return openTransaction(connection, watch, release);
      }),
    dispose: () => connection.dispose(),
  };
}

/**
 * After an error, a transaction can only be rolled back, as on PostgreSQL. SQLite would continue after a violated
 * constraint. After a full disk it has already rolled back, and later statements would run outside of any transaction.
 */
function openTransaction(
  connection: SqlDriverAdapter,
  watch: <T>(step: () => Promise<T>) => Promise<T>,
  release: () => void,
): Transaction {
  let state: "open" | "failed" | "closed" = "open";

  async function run<T>(step: () => Promise<T>): Promise<T> {
    if (state !== "open") {
      const cause = `This transaction has ${state === "failed" ? "failed" : "ended"}.`;
      throw new DriverAdapterError({ kind: "TransactionAlreadyClosed", cause });
    }
    try {
      return await watch(step);
    } catch (error) {
      state = "failed";
      throw error;
    }
  }

  async function rollback(): Promise<void> {
    if (state === "closed") return;
    state = "closed";
    try {
      // Fails only if SQLite has already rolled back.
      await connection.executeRaw(statement("ROLLBACK")).catch(() => 0);
    } finally {
      release();
    }
  }

  return {
    provider: connection.provider,
    adapterName: connection.adapterName,
    // With this option Prisma leaves COMMIT and ROLLBACK to the two functions below.
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
