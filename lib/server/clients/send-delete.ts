import "server-only";
import { configuredAccount } from "@/lib/server/camunda/account";
import * as camunda from "@/lib/server/camunda/api";
import { findOpenCreates } from "@/lib/server/clients/list-operations";
import { RECONCILE } from "@/lib/server/clients/reconcile";
import { wakeJob } from "@/lib/server/jobs/runner";
import { CHECK_STEPS_MS, markUnknown, type OperationRow } from "@/lib/server/operations/operations";
import { storeResponse } from "@/lib/server/operations/pending-writes";
import { db } from "@/lib/server/platform/database/db";
import type { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";
import type { ClientRow } from "@/lib/server/sync/stored-clients";

/** absent: Camunda does not have it, and no delete of ours explains that. unclear: it may be deleted, or not. */
export type DeleteOutcome = { kind: "deleted" | "absent" } | { kind: "refused" | "unclear"; error: AppError };

/**
 * Whether a client can be the result of a create whose outcome is open, so that somebody may be about to get its secret.
 * A client that was never listed has no known name, so it can be the result of any create in the cluster.
 */
export async function canBeCreating(clusterId: string, client: ClientRow | null): Promise<boolean> {
  if (client) return (await findOpenCreates([client])).size > 0;
  return (await db().operation.count({ where: { clusterId, kind: "create", openKey: { not: null } } })) > 0;
}

/** Deletes upstream. After a lost response it tries once more; a 404 then means that the first request succeeded. */
async function deleteUpstream(clusterId: string, clientId: string): Promise<camunda.DeleteResponse> {
  const account = configuredAccount();
  const first = await camunda.deleteClient(account, clusterId, clientId);
  if (first.kind !== "unclear") return first;
  const second = await camunda.deleteClient(account, clusterId, clientId);
  // If the second request fails too, the first one may still have deleted the client.
  return "error" in second ? first : { kind: "deleted" };
}

/**
 * Sends a stored delete and settles it. `mayBeDone` tells that an earlier delete of unknown outcome may have succeeded,
 * which would explain a 404.
 */
export async function sendDelete(
  row: OperationRow & { clientId: string },
  { mayBeDone }: { mayBeDone: boolean },
): Promise<DeleteOutcome> {
  const response = await deleteUpstream(row.clusterId, row.clientId);
  switch (response.kind) {
    case "deleted":
    case "absent": {
      const isDone = response.kind === "deleted" || mayBeDone;
      await storeResponse(row, { state: isDone ? "succeeded" : "absent" });
      if (mayBeDone) wakeJob(RECONCILE.name);
      return { kind: isDone ? "deleted" : "absent" };
    }
    case "refused":
      await storeResponse(row, { state: "rejected", errorCode: response.error.code });
      return response;
    case "unclear":
      await markUnknown(row, { code: response.error.code }).catch((cause: unknown) =>
        log.error("unknown outcome not stored", { operationId: row.id, error: cause }),
      );
      wakeJob(RECONCILE.name, CHECK_STEPS_MS[0]);
      return response;
  }
}
