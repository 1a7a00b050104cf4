import "server-only";
import type { OperationRow } from "@/lib/server/operations/operations";
import { type Ending, settle } from "@/lib/server/operations/settle";
import { log } from "@/lib/server/platform/log";
import { processState } from "@/lib/server/platform/process-state";

/** How soon a write that failed is tried again, in milliseconds. */
const RETRY_MS = 3_000;

type PendingWrite = { row: OperationRow; ending: Ending };

/** Clear responses of Camunda's that our database did not accept when they came: no secret among them. */
const pending = processState("pending-writes", () => ({
  writes: new Map<string, PendingWrite>(),
  timer: null as ReturnType<typeof setTimeout> | null,
}));

/** Whether an operation's response waits here to be stored: then nobody may check for it and call it lost. */
export function isPending(operationId: string): boolean {
  return pending.writes.has(operationId);
}

/**
 * Stores what Camunda clearly said about an operation. When the database fails now, the facts stay in memory and are
 * stored as soon as it accepts them: what Camunda said is true all the same, and the person must get the secret.
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

/** One timer for all of them: a restart would lose what is not stored by then. */
function retryLater(): void {
  if (pending.timer !== null) return;
  pending.timer = setTimeout(() => {
    pending.timer = null;
    void flushPendingWrites().then((isDone) => isDone || retryLater());
  }, RETRY_MS);
  pending.timer.unref();
}

/**
 * Stores what could not be stored before; one write that still fails does not hold back the others.
 * @returns whether nothing is left
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
