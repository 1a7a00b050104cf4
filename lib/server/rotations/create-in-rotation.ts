import "server-only";
import type { CreateInRotationInput, RotationResult } from "@/lib/contract/rotations";
import type { Principal } from "@/lib/server/access/principal";
import { checkNewName } from "@/lib/server/metadata/rules";
import { AppError } from "@/lib/server/platform/errors";
import { createNewClient, requireWaiting } from "@/lib/server/rotations/create-new-client";
import { requireRotation } from "@/lib/server/rotations/rotation-rights";
import { findClusterRow } from "@/lib/server/sync/stored-clusters";

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
  return createNewClient(actor, cluster, old, { ...input, rotationId }, requireWaiting(rotationId, input.name));
}
