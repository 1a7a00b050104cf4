import "server-only";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { configuredAccount } from "@/lib/server/camunda/account";
import * as camunda from "@/lib/server/camunda/api";
import { findOpenCreates } from "@/lib/server/clients/list-operations";
import { RECONCILE } from "@/lib/server/clients/reconcile";
import { wakeJob } from "@/lib/server/jobs/runner";
import { CHECK_STEPS_MS, markUnknown, openDelete } from "@/lib/server/operations/operations";
import { storeResponse } from "@/lib/server/operations/pending-writes";
import { db } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";
import type { ClientRow } from "@/lib/server/sync/stored-clients";
import { findClusterRow } from "@/lib/server/sync/stored-clusters";

const NO_CLEAR_RESPONSE =
  "Camunda gave no clear response, so this client may be deleted already. Latchkey checks that; delete it again in a minute to be sure.";

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
 * Whether a client can be the result of a create whose outcome is open, so that somebody may be about to get its secret.
 * A client that was never listed has no known name, so it can be the result of any create in the cluster.
 */
async function canBeCreating(clusterId: string, client: ClientRow | null): Promise<boolean> {
  if (client) return (await findOpenCreates([client])).size > 0;
  return (await db().operation.count({ where: { clusterId, kind: "create", openKey: { not: null } } })) > 0;
}

/**
 * Deletes a client by its ID, never by its name. `discards` is the create operation whose secret was lost: the client
 * is then deleted only if the secret is still lost.
 * @throws AppError forbidden; create_in_progress; operation_changed; delete_in_progress; client_not_found when Camunda
 *   does not have it and no earlier delete may have succeeded; console_* when Camunda refused, or both responses were
 *   unclear
 */
export async function deleteClient(
  principal: Principal,
  clusterId: string,
  clientId: string,
  { discards }: { discards?: string | undefined } = {},
): Promise<void> {
  const [cluster, client, ownCreate, earlier] = await Promise.all([
    findClusterRow(clusterId),
    db().client.findUnique({ where: { clusterId_clientId: { clusterId, clientId } } }),
    db().operation.findFirst({ where: { clusterId, clientId, kind: "create", actorId: principal.memberId } }),
    // An earlier delete of unknown outcome may have succeeded, which would explain a 404.
    db().operation.findFirst({ where: { clusterId, clientId, kind: "delete", state: "unknown" } }),
  ]);
  const actor = await requireRight(principal, "clients.delete", { clusterId, clientId, isOwn: ownCreate !== null });
  if (await canBeCreating(clusterId, client)) throw new AppError("create_in_progress");
  const place = { clusterId, clusterName: cluster?.name ?? null };
  const row = await openDelete(actor, place, { clientId, clientName: client?.name ?? null, discards });
  const response = await deleteUpstream(clusterId, clientId);
  switch (response.kind) {
    case "deleted":
    case "absent": {
      const isDone = response.kind === "deleted" || earlier !== null;
      await storeResponse(row, { state: isDone ? "succeeded" : "absent" });
      if (earlier) wakeJob(RECONCILE.name);
      if (!isDone) throw new AppError("client_not_found");
      return;
    }
    case "refused":
      await storeResponse(row, { state: "rejected", errorCode: response.error.code });
      throw response.error;
    case "unclear": {
      const { error } = response;
      await markUnknown(row, { code: error.code }).catch((cause: unknown) =>
        log.error("unknown outcome not stored", { operationId: row.id, error: cause }),
      );
      wakeJob(RECONCILE.name, CHECK_STEPS_MS[0]);
      throw new AppError(error.code, { cause: error, message: NO_CLEAR_RESPONSE });
    }
  }
}
