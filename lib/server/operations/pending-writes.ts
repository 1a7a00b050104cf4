import "server-only";
import type { OperationRow } from "@/lib/server/operations/operations";
import { type Ending, settle } from "@/lib/server/operations/settle";
import { log } from "@/lib/server/platform/log";
import { processState } from "@/lib/server/platform/process-state";

/** The pause before failed writes are tried again, in milliseconds. */
const RETRY_MS = 3_000;

type PendingWrite = { row: OperationRow; ending: Ending };

/** Clear responses from Camunda that our database has not accepted yet. They contain no secrets. */
const pending = processState("pending-writes", () => ({
  writes: new Map<string, PendingWrite>(),
  timer: null as ReturnType<typeof setTimeout> | null,
}));

/** Whether an operation's response is still to be stored. Its outcome must not be checked meanwhile. */
export function isPending(operationId: string): boolean {
  return pending.writes.has(operationId);
}

/**
 * Stores a clear response from Camunda. When the database fails, the response stays in memory and is stored later: it
 * is valid anyway, and the person must get the secret.
 */
export async function storeResponse(row: OperationRow, ending: Ending): Promise<void> {
  try {
    await settle(row, ending);
  } catch (error) {
    log.error("response not stored yet", { operationId: row.id, clusterId: row.clusterId, error });
    pending.writes.set(row.id, { row, ending });
    retryLater();
  }
}

/** One timer for all pending writes, which a restart would lose. */
function retryLater(): void {
  if (pending.timer !== null) return;
  pending.timer = setTimeout(() => {
    pending.timer = null;
    void flushPendingWrites().then((isDone) => isDone || retryLater());
  }, RETRY_MS);
  pending.timer.unref();
}

/**
 * Stores the pending writes. One that fails again does not hold up the others.
 * @returns whether all are stored
 */
export async function flushPendingWrites(): Promise<boolean> {
  for (const [id, { row, ending }] of pending.writes) {
    try {
      await settle(row, ending);
      pending.writes.delete(id);
    } catch (error) {
      log.warn("response still not stored", { operationId: id, error });
    }
  }
  return pending.writes.size === 0;
}
