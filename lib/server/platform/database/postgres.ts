import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlQuery,
  type Transaction,
} from "@prisma/driver-adapter-utils";
import { isWrite } from "@/lib/server/platform/database/statements";

type PostgresOptions = {
  /** The maximum number of open connections for reads, and for writes. */
  connections?: number;
  /** The server's time limit for a statement, in milliseconds. The client gives up two seconds later. */
  statementMs?: number;
};

/** How long a statement waits for a lock, in milliseconds: no lock of our own is held as long. */
const LOCK_MS = 3_000;

/**
 * Prisma's adapter on two pools of connections, with time limits so that nothing waits forever. Writes, with all that is
 * inside a transaction, have their own pool: when they wait for a lock, above all for the head of the history, reads
 * still find a connection.
 * @param url `postgresql://…`
 */
export class PostgresAdapter extends PrismaPg {
  constructor(url: string, { connections = 5, statementMs = 10_000 }: PostgresOptions = {}) {
    super({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: 5_000,
      statement_timeout: statementMs,
      query_timeout: statementMs + 2_000,
      lock_timeout: LOCK_MS,
      idle_in_transaction_session_timeout: 15_000,
      application_name: "latchkey",
      // Regardless of the server's default: an append to the history waits for the head's row and then reads it again.
      options: "-c default_transaction_isolation=read\\ committed",
    });
  }

  override async connect() {
    const reads = await super.connect();
    const writes = await super.connect();
    const read = reads.queryRaw.bind(reads);
    const disposeReads = reads.dispose.bind(reads);
    const routed: Omit<SqlDriverAdapter, "provider" | "adapterName"> = {
      queryRaw: (query) => (isWrite(query) ? writes.queryRaw(query) : read(query)),
      executeRaw: (query) => writes.executeRaw(query),
      executeScript: (script) => writes.executeScript(script),
      startTransaction: async (isolation) => refuseCommitAfterError(await writes.startTransaction(isolation)),
      async dispose() {
        await Promise.all([disposeReads(), writes.dispose()]);
      },
    };
    return Object.assign(reads, routed);
  }
}

/** PostgreSQL rolls back a failed transaction at its COMMIT, but reports success. */
function refuseCommitAfterError(transaction: Transaction): Transaction {
  let failed = false;

  async function run<T>(step: () => Promise<T>): Promise<T> {
    try {
      return await step();
    } catch (error) {
      failed = true;
      throw error;
    }
  }

  return {
    provider: transaction.provider,
    adapterName: transaction.adapterName,
    options: transaction.options,
    queryRaw: (query) => run(() => transaction.queryRaw(query)),
    async executeRaw(query: SqlQuery) {
      if (!failed || query.sql !== "COMMIT") return run(() => transaction.executeRaw(query));
      await transaction.executeRaw({ ...query, sql: "ROLLBACK" });
      throw new DriverAdapterError({ kind: "TransactionAlreadyClosed", cause: "This transaction has failed." });
    },
    // These only release the connection; COMMIT and ROLLBACK come as statements.
    commit: () => transaction.commit(),
    rollback: () => transaction.rollback(),
  };
}
