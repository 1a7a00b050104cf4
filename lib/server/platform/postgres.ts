import "server-only";
import { PrismaPg } from "@prisma/adapter-pg";

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
      idle_in_transaction_session_timeout: 15_000,
      application_name: "latchkey",
      // Whatever the server's default is: an append to the audit relies on waiting for its row and then reading it anew.
      options: "-c default_transaction_isolation=read\\ committed",
    });
  }
}
