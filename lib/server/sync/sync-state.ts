import "server-only";
import type { Stale } from "@/lib/contract/clusters";
import { isDatabaseDown } from "@/lib/server/platform/database/database-errors";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";

/** How old a stored list may be to be shown without asking Camunda again, in milliseconds. */
const FRESH_MS = 10_000;

const NO_WRITES =
  "Latchkey's database does not accept writes right now, so this can't be updated. Try again in a minute.";

/** How current the stored data is. */
export type SyncState = {
  /** When Camunda last reported it; null when it never did. */
  asOf: Date | null;
  isComplete: boolean;
  /** Why it could not be updated just now; null when it was, or is fresh enough. */
  stale: Stale;
};

/** Whether something that was stored at this instant is fresh. A clock that was set back makes nothing fresh for long. */
export function isFresh(at: Date | null | undefined): boolean {
  return at != null && Math.abs(Date.now() - at.getTime()) < FRESH_MS;
}

/**
 * Runs an update of stored data, and says why it failed when Camunda or the database is the reason: then the stored
 * data is the best there is.
 * @throws whatever else went wrong, such as cluster_not_found
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
