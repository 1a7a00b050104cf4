import "server-only";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { canBeCreating, sendDelete } from "@/lib/server/clients/send-delete";
import { openDelete } from "@/lib/server/operations/operations";
import { db } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { findClusterRow } from "@/lib/server/sync/stored-clusters";

const NO_CLEAR_RESPONSE =
  "Camunda gave no clear response, so this client may be deleted already. Latchkey checks that; delete it again in a minute to be sure.";

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
    db().operation.findFirst({ where: { clusterId, clientId, kind: "delete", state: "unknown" } }),
  ]);
  const actor = await requireRight(principal, "clients.delete", { clusterId, clientId, isOwn: ownCreate !== null });
  if (await canBeCreating(clusterId, client)) throw new AppError("create_in_progress");
  const place = { clusterId, clusterName: cluster?.name ?? null };
  const row = await openDelete(actor, place, { clientId, clientName: client?.name ?? null, discards });
  const outcome = await sendDelete(row, { mayBeDone: earlier !== null });
  if (outcome.kind === "absent") throw new AppError("client_not_found");
  if (outcome.kind === "refused") throw outcome.error;
  if (outcome.kind === "unclear")
    throw new AppError(outcome.error.code, { cause: outcome.error, message: NO_CLEAR_RESPONSE });
}
