import "server-only";
import type { CreateInRotationInput, RotationResult } from "@/lib/contract/rotations";
import type { Principal } from "@/lib/server/access/principal";
import { checkNewName } from "@/lib/server/metadata/rules";
import type { OperationRow } from "@/lib/server/operations/operations";
import type { Tx } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { createNewClient } from "@/lib/server/rotations/create-new-client";
import { requireRotation } from "@/lib/server/rotations/rotation-rights";
import { findClusterRow } from "@/lib/server/sync/stored-clusters";

/**
 * The rotation waits for a client: locks it, and makes sure that no other request for one is open or has left a client
 * that nobody has the secret of.
 */
const requireWaiting = (rotationId: string, newName: string) => async (tx: Tx, row: OperationRow) => {
  const waiting = { id: rotationId, openKey: { not: null } };
  const steps = { takenAt: null, testedAt: null, rolledOutAt: null };
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
 * Creates the new client of a rotation that has none: the first request was refused or not carried out, or its client is
 * gone. One POST, and the secret once, as at the start.
 * @throws AppError not_found, forbidden, invalid_input; operation_changed when it has one or may get one, or is no longer
 *   in progress; name_taken, name_in_progress, create_refused, console_* when nothing was created
 */
export async function createInRotation(
  principal: Principal,
  rotationId: string,
  input: CreateInRotationInput,
): Promise<RotationResult> {
  const { actor, rotation, old } = await requireRotation(principal, rotationId);
  if (!old) throw new AppError("client_not_found");
  checkNewName(input.name);
  const cluster = await findClusterRow(rotation.clusterId);
  const check = requireWaiting(rotationId, input.name);
  return createNewClient(actor, cluster, old, { ...input, rotationId }, { check });
}
