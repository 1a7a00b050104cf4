import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";
import { DriverAdapterError, type SqlQuery, type Transaction } from "@prisma/driver-adapter-utils";

/**
 * Prisma's adapter on a pool of connections, with limits so that nothing waits for ever.
 * @param url `postgresql://…`
 * @param connections the most that are open at once
 */
export class PostgresAdapter extends PrismaPg {
  constructor(url: string, connections = 10) {
    super({
      connectionString: url,
      max: connections,
      connectionTimeoutMillis: 5_000,
      statement_timeout: 10_000,
      // For a server that falls silent, and so can't give up by itself.
      query_timeout: 12_000,
      idle_in_transaction_session_timeout: 15_000,
      application_name: "latchkey",
      // Whatever the server's default is: an append to the audit relies on waiting for its row and then reading it anew.
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

/** PostgreSQL answers the COMMIT of a failed transaction by rolling it back, and calls that a success. */
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
    // These only give the connection back; COMMIT and ROLLBACK come as statements.
    commit: () => transaction.commit(),
    rollback: () => transaction.rollback(),
  };
}
