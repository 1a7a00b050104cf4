import "server-only";
import { wasConsoleReached } from "@/lib/server/camunda/request";
import { checkDatabase } from "@/lib/server/platform/database/database-health";

/**
 * What works: reads and writes of the database, and whether Console responded to the last call (null before the first).
 * ok: everything works · read-only: pages work, nothing can be created or deleted · unavailable: nothing works
 */
export async function getHealth() {
  const database = await checkDatabase();
  const status = !database.reads ? "unavailable" : database.writes ? "ok" : "read-only";
  return { status, database, consoleReached: wasConsoleReached() };
}
