import "server-only";
import type { Stale } from "@/lib/contract/clusters";
import { isDatabaseDown } from "@/lib/server/platform/database/database-errors";
import { env } from "@/lib/server/platform/env";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";

/** The age up to which stored data is shown without an upstream call, in milliseconds. */
const FRESH_MS = 10_000;

/**
 * The same for the clusters themselves: pages show what the sync stored. It may miss one turn before they ask Camunda.
 */
export const clustersFreshMs = () => Math.max(FRESH_MS, 2 * env().syncMs);

const NO_WRITES =
  "Latchkey's database does not accept writes right now, so this can't be updated. Try again in a minute.";

/** How current the stored data is. */
export type SyncState = {
  /** When Camunda last reported it. Null when it never did. */
  asOf: Date | null;
  isComplete: boolean;
  /** Why it could not be updated. Null when it was updated or is fresh. */
  stale: Stale;
};

/** Whether data from this instant is fresh. Nothing stays fresh when the clock is set back. */
export function isFresh(at: Date | null | undefined, forMs = FRESH_MS): boolean {
  return at != null && Math.abs(Date.now() - at.getTime()) < forMs;
}

/**
 * Runs an update of stored data.
 * @returns why it failed because of Camunda or the database, so that the stored data is shown; else null
 * @throws any other error, such as cluster_not_found
 */
export async function tryUpdate(update: () => Promise<unknown>): Promise<Stale> {
  try {
    await update();
    return null;
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith("console_"))
      return { code: error.code, message: error.message };
    if (!isDatabaseDown(error)) throw error;
    log.warn("update not stored", { error });
    return { code: "database_unavailable", message: NO_WRITES };
  }
}
