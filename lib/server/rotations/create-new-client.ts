import "server-only";
import type { CreateInRotationInput, RotationResult } from "@/lib/contract/rotations";
import type { Principal } from "@/lib/server/access/principal";
import { sendCreate } from "@/lib/server/clients/send-create";
import { type OperationRow, openCreate } from "@/lib/server/operations/operations";
import type { Tx } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import type { ClientRow } from "@/lib/server/sync/stored-clients";
import { type ClusterRow, clusterOf } from "@/lib/server/sync/stored-clusters";

type NewClient = CreateInRotationInput & { rotationId: string };

/**
 * The rotation waits for a client: locks it, and makes sure that no other request for one is open or has left a client
 * that nobody has the secret of.
 */
export const requireWaiting = (rotationId: string, newName: string) => async (tx: Tx, row: OperationRow) => {
  const waiting = { id: rotationId, openKey: { not: null } };
  const steps = { takenAt: null, isTakenReported: false, testedAt: null, rolledOutAt: null };
  const { count } = await tx.rotation.updateMany({ where: waiting, data: { newName } });
  const rotation = await tx.rotation.findUnique({ where: { id: rotationId } });
  if (count === 0 || !rotation) throw new AppError("operation_changed");
  const { clusterId, newClientId } = rotation;
  const states = ["requested", "unknown", "orphaned"];
  const others = await tx.operation.count({
    where: { rotationId, kind: "create", state: { in: states }, id: { not: row.id } },
  });
  const living =
    newClientId !== null && (await tx.client.count({ where: { clusterId, clientId: newClientId, goneAt: null } })) > 0;
  if (others > 0 || living) throw new AppError("operation_changed");
  await tx.rotation.updateMany({ where: waiting, data: { newClientId: null, ...steps } });
};

/**
 * Creates the new client of a rotation by the same operation as any other client, with the owner and the purpose of the
 * one that it replaces. `check` runs in the transaction that stores the operation.
 * @throws AppError what `check` throws; name_in_progress, operation_changed; name_taken, create_refused, console_* when
 *   Camunda clearly refused
 */
export async function createNewClient(
  actor: Principal,
  cluster: ClusterRow | null,
  old: ClientRow,
  { key, name, scopes, rotationId }: NewClient,
  check: (tx: Tx, row: OperationRow) => Promise<void>,
): Promise<RotationResult> {
  const { clusterId, clientId, name: oldName, ownerId, ownerName } = old;
  const place = { clusterId, clusterName: cluster?.name ?? null };
  const input = { key, name, scopes, purpose: old.purpose ?? undefined, ...{ ownerId, ownerName, rotationId } };
  const detail = { rotation: rotationId, replaces: `${oldName} (${clientId})` };
  const { row, isNew } = await openCreate(actor, place, input, { check, detail });
  if (!isNew && row.rotationId !== rotationId) throw new AppError("operation_changed");
  if (!isNew) return { outcome: "pending", rotationId };
  const created = await sendCreate(actor, row, cluster && clusterOf(cluster));
  if (created.outcome === "refused") throw created.error;
  return created.outcome === "created" ? { ...created, rotationId } : { outcome: "pending", rotationId };
}
