import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { DriverAdapterError, type SqlQuery, type Transaction } from "@prisma/driver-adapter-utils";

type PostgresOptions = {
  /** The maximum number of open connections. */
  connections?: number;
  /** The server's time limit for a statement, in milliseconds. The client gives up two seconds later. */
  statementMs?: number;
};

/**
 * Prisma's adapter on a pool of connections, with time limits so that nothing waits forever.
 * @param url `postgresql://…`
 */
export class PostgresAdapter extends PrismaPg {
  constructor(url: string, { connections = 10, statementMs = 10_000 }: PostgresOptions = {}) {
    super({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: 5_000,
      statement_timeout: statementMs,
      query_timeout: statementMs + 2_000,
      idle_in_transaction_session_timeout: 15_000,
      application_name: "latchkey",
      // Regardless of the server's default: an append to the history waits for the head's row and then reads it again.
      options: "-c default_transaction_isolation=read\\ committed",
    });
  }

  override async connect() {
    const adapter = await super.connect();
    const start = adapter.startTransaction.bind(adapter);
    adapter.startTransaction = async (isolation) => refuseCommitAfterError(await start(isolation));
    return adapter;
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
