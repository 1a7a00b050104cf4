import "server-only";
import { LATCHKEY } from "@/lib/server/history/append-event";
import type { Job } from "@/lib/server/jobs/runner";
import { wakeJob } from "@/lib/server/jobs/runner";
import { canBeResult } from "@/lib/server/operations/can-be-result";
import {
  CHECK_STEPS_MS,
  dueOperations,
  markUnknown,
  type OperationRow,
  postponeCheck,
  stateOf,
} from "@/lib/server/operations/operations";
import { flushPendingWrites, isPending } from "@/lib/server/operations/pending-writes";
import { type Ending, nextWatch, settle } from "@/lib/server/operations/settle";
import { splitList } from "@/lib/server/platform/comma-list";
import { db } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";
import { refreshClients } from "@/lib/server/sync/sync-clients";

const EVERY_MS = 60_000;
/** How many operations one run checks. The rest is checked in the next run. */
const BATCH = 100;
/** After this age, in milliseconds, the next check is the last one. */
const LAST_CHECK_MS = 600_000;

type List = Awaited<ReturnType<typeof refreshClients>>["list"];

/** A cluster's clients now; none if the cluster is gone. The list is valid even if it can't be stored. */
async function readClients(clusterId: string): Promise<List> {
  try {
    const { list, stored } = await refreshClients(clusterId);
    await stored.catch((error: unknown) => log.warn("list not stored", { clusterId, error }));
    return list;
  } catch (error) {
    if (error instanceof AppError && error.code === "cluster_not_found") return { clients: [], isComplete: true };
    throw error;
  }
}

/** How an operation of unknown outcome ended, from a new list of clients. Null while that is not clear. */
function findEnding(row: OperationRow, { clients, isComplete }: List, isLastCheck: boolean): Ending | null {
  const match = clients.find(({ name, clientId }) =>
    row.kind === "create" ? name === row.clientName : clientId === row.clientId,
  );
  // The unreadable part of the list may contain the client.
  if (!match && !isComplete) throw new AppError("console_broken");
  if (row.kind === "delete") return match ? (isLastCheck ? { state: "not_done" } : null) : { state: "succeeded" };
  if (!match) return isLastCheck ? { state: "absent" } : null;
  // Names are unique in a cluster: if another client has the name, ours was never created.
  return canBeResult(row, match)
    ? { state: "orphaned", clientId: match.clientId }
    : { state: "absent", errorCode: "name_taken" };
}

/** Checks an operation of unknown outcome once, and settles it if its outcome is clear now. */
async function checkUnknown(row: OperationRow, listOnce: () => Promise<List>): Promise<void> {
  const checks = row.checks + 1;
  const isLast = checks >= CHECK_STEPS_MS.length || Date.now() - row.requestedAt.getTime() >= LAST_CHECK_MS;
  try {
    const ending = findEnding(row, await listOnce(), isLast);
    if (ending) {
      await settle(row, ending, { actor: LATCHKEY, detail: { checks } });
      return;
    }
    const wait = CHECK_STEPS_MS[checks] ?? EVERY_MS;
    await postponeCheck(row, checks, wait);
    wakeJob(RECONCILE.name, wait);
  } catch (error) {
    // While Console can't be read, the outcome stays unknown. The same check is due again in a minute.
    log.warn("check failed", { operationId: row.id, clusterId: row.clusterId, error });
    await postponeCheck(row, row.checks, EVERY_MS);
  }
}

/**
 * Compares a settled create with the stored list, without an upstream call. A client that appeared after the last check
 * is an orphan. An orphan whose client is gone is discarded.
 */
async function watchEnded(row: OperationRow): Promise<void> {
  const { clusterId, clientName, clientId } = row;
  if (stateOf(row) === "orphaned") {
    const client = await db().client.findFirst({ where: { clusterId, clientId: clientId ?? "" } });
    await (client?.goneAt ? discard(row) : watchAgain(row));
    return;
  }
  const found = await db().client.findFirst({
    where: { clusterId, name: clientName ?? "", goneAt: null, origin: "unmanaged" },
  });
  const isOurs =
    found !== null && row.errorCode === null && canBeResult(row, { ...found, scopes: splitList(found.scopes) });
  if (isOurs) await settle(row, { state: "orphaned", clientId: found.clientId }, { actor: LATCHKEY });
  else await watchAgain(row);
}

async function discard({ id }: OperationRow): Promise<void> {
  await db().operation.updateMany({ where: { id, state: "orphaned" }, data: { state: "discarded", dueAt: null } });
}

async function watchAgain(row: OperationRow): Promise<void> {
  await db().operation.updateMany({
    where: { id: row.id, state: row.state },
    data: { dueAt: nextWatch(row, stateOf(row)) },
  });
}

async function reconcile(row: OperationRow, listOnce: () => Promise<List>): Promise<void> {
  if (isPending(row.id)) return;
  switch (stateOf(row)) {
    case "requested":
      // Left open by a process that crashed. From now on it gets the same checks.
      await markUnknown(row);
      wakeJob(RECONCILE.name, CHECK_STEPS_MS[0]);
      return;
    case "unknown":
      return checkUnknown(row, listOnce);
    default:
      return watchEnded(row);
  }
}

/** Reconciles the due operations of one cluster, with at most one list: it is read after all of them became due. */
async function reconcileCluster(clusterId: string, rows: readonly OperationRow[]): Promise<void> {
  let list: Promise<List> | undefined;
  const listOnce = () => {
    list ??= readClients(clusterId);
    return list;
  };
  for (const row of rows)
    await reconcile(row, listOnce).catch((error: unknown) =>
      log.error("operation not reconciled", { operationId: row.id, error }),
    );
}

/** Finds the outcome of operations whose response was lost, and keeps watching orphans and absent clients. */
export const RECONCILE = {
  name: "reconcile",
  everyMs: EVERY_MS,
  async run() {
    await flushPendingWrites();
    // Clusters don't wait for one another: one may hang.
    const due = await dueOperations(BATCH);
    const clusterIds = new Set(due.map(({ clusterId }) => clusterId));
    await Promise.all(
      [...clusterIds].map((id) =>
        reconcileCluster(
          id,
          due.filter(({ clusterId }) => clusterId === id),
        ),
      ),
    );
  },
} satisfies Job;
