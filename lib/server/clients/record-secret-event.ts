import "server-only";
import type { SecretEventInput } from "@/lib/contract/clients";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { appendEvent } from "@/lib/server/history/append-event";
import { canBeResult } from "@/lib/server/operations/can-be-result";
import { type OperationRow, stateOf } from "@/lib/server/operations/operations";
import { flushPendingWrites } from "@/lib/server/operations/pending-writes";
import { settle } from "@/lib/server/operations/settle";
import { splitList } from "@/lib/server/platform/comma-list";
import { db, transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { syncClients } from "@/lib/server/sync/sync-clients";

/**
 * Whether Camunda lists this client as the result of a create whose outcome we could not store. One upstream call.
 * @throws AppError console_*, database_unavailable
 */
async function isListedResult(operation: OperationRow, clientId: string): Promise<boolean> {
  const { clusterId, clientName } = operation;
  const { stale } = await syncClients(clusterId, { refresh: true });
  if (stale) throw new AppError(stale.code);
  const row = await db().client.findFirst({ where: { clusterId, clientId, goneAt: null, origin: "unmanaged" } });
  return row?.name === clientName && canBeResult(operation, { clientId, scopes: splitList(row.scopes) });
}

/**
 * Records what a browser did with a secret: shown, revealed, copied, downloaded. A browser with the secret received the
 * response, so an operation that was settled as if the response were lost is corrected. "shown" also confirms the
 * create.
 * @throws AppError forbidden; not_found when this member did not create this client with this operation;
 *   operation_changed when the client is being deleted because its secret seemed lost
 */
export async function recordSecretEvent(
  principal: Principal,
  clusterId: string,
  clientId: string,
  { event, operationId, format }: SecretEventInput,
): Promise<void> {
  const actor = await requireRight(principal, "clients.create", { clusterId, clientId });
  await flushPendingWrites();
  const operation = await db().operation.findUnique({ where: { id: operationId } });
  const isTheirs =
    operation?.kind === "create" &&
    operation.clusterId === clusterId &&
    operation.actorId === principal.memberId &&
    (operation.clientId === null ? await isListedResult(operation, clientId) : operation.clientId === clientId);
  if (!isTheirs || stateOf(operation) === "rejected") throw new AppError("not_found");
  if (stateOf(operation) === "discarded") throw new AppError("operation_changed");
  if (stateOf(operation) !== "succeeded") await settle(operation, { state: "succeeded", clientId });
  await transaction(async (tx) => {
    const now = new Date();
    if (event === "shown") {
      const where = { id: operation.id, state: "succeeded", confirmedAt: null };
      await tx.operation.updateMany({ where, data: { confirmedAt: now } });
      await tx.client.updateMany({ where: { clusterId, clientId, secretShownAt: null }, data: { secretShownAt: now } });
    }
    // The secret of a rotation's new client is in somebody's hands.
    if (event === "copied" || event === "downloaded") {
      const rotation = { clusterId, newClientId: clientId, givenUpAt: null };
      // First what keeps the step from being unticked.
      await tx.rotation.updateMany({ where: { ...rotation, isTakenReported: false }, data: { isTakenReported: true } });
      await tx.rotation.updateMany({ where: { ...rotation, takenAt: null }, data: { takenAt: now } });
    }
    await appendEvent(tx, actor, {
      action: `secret.${event}`,
      // The browser's word: only its page knows.
      outcome: "reported",
      clusterId,
      clusterName: operation.clusterName,
      clientId,
      clientName: operation.clientName,
      operationId: operation.id,
      detail: format ? { format } : {},
    });
  });
}
