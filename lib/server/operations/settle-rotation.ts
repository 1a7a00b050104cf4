import "server-only";
import { firstLook } from "@/lib/server/metadata/end-steps";
import type { OperationRow } from "@/lib/server/operations/operations";
import type { Tx } from "@/lib/server/platform/database/db";
import { finished, type RotationNews, storeOldGone } from "@/lib/server/sync/stored-rotations";

/** What the client of a rotation takes over from the one that it replaces. Null for another client. */
export async function inheritedColumns(tx: Tx, { rotationId, clusterId }: OperationRow) {
  const rotation = rotationId === null ? null : await tx.rotation.findUnique({ where: { id: rotationId } });
  if (!rotation) return null;
  const old = await tx.client.findUnique({
    where: { clusterId_clientId: { clusterId, clientId: rotation.oldClientId } },
  });
  if (!old) return null;
  const { ownerId, ownerName, purpose, tags, reviewAt, reviewEveryDays } = old;
  const { endsAt, endAction, endSetById, endSetByName } = old;
  return {
    replacesId: old.id,
    ...{ ownerId, ownerName, purpose, tags, reviewAt, reviewEveryDays },
    ...{ endsAt, endAction, endSetById, endSetByName },
    endDueAt: firstLook(old, new Date()),
  };
}

/** The new client exists. If a late response tells of a second one, the rotation keeps the first. */
async function storeNewClient(tx: Tx, rotationId: string, row: OperationRow): Promise<RotationNews[]> {
  const { count } = await tx.rotation.updateMany({
    where: { id: rotationId, newClientId: null },
    data: { newClientId: row.clientId, newName: row.clientName ?? "" },
  });
  const rotation = await tx.rotation.findUnique({ where: { id: rotationId } });
  if (count === 0 || !rotation) return [];
  const started: RotationNews = {
    rotation,
    action: "rotation.start",
    outcome: "succeeded",
    detail: { newClientId: row.clientId },
  };
  if (rotation.openKey === null || rotation.oldDeletedAt === null) return [started];
  await tx.rotation.update({ where: { id: rotationId }, data: { openKey: null } });
  return [started, finished(rotation)];
}

/** Camunda refused the first request of a rotation: nothing has begun, and it can be started again. */
async function forgetIfNotBegun(tx: Tx, rotationId: string): Promise<RotationNews[]> {
  if ((await tx.operation.count({ where: { rotationId } })) > 1) return [];
  const rotation = await tx.rotation.findUnique({ where: { id: rotationId } });
  if (!rotation) return [];
  await tx.rotation.delete({ where: { id: rotationId } });
  return [{ rotation, action: "rotation.start", outcome: "rejected" }];
}

/**
 * Stores what an operation's end means for rotations, after the rows of the clients are written.
 * @returns what the history is told, after the operation's own event
 */
export async function settleRotation(tx: Tx, row: OperationRow): Promise<RotationNews[]> {
  const { kind, state, rotationId, clusterId, clientId } = row;
  if (kind === "delete" && clientId !== null && (state === "succeeded" || state === "absent"))
    return storeOldGone(tx, clusterId, [clientId]);
  if (rotationId === null) return [];
  if (kind === "create" && state === "succeeded") return storeNewClient(tx, rotationId, row);
  return state === "rejected" ? forgetIfNotBegun(tx, rotationId) : [];
}
