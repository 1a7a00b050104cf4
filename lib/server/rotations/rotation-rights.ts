import "server-only";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { db } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import type { ClientRow } from "@/lib/server/sync/stored-clients";
import type { RotationRow } from "@/lib/server/sync/stored-rotations";

/** The row of a client, also of one that is gone. */
export function findClient(clusterId: string, clientId: string): Promise<ClientRow | null> {
  return db().client.findUnique({ where: { clusterId_clientId: { clusterId, clientId } } });
}

/** Whether a rotation is a member's own: they started it, or created the client that it replaces. */
export function isOwnRotation(
  { memberId }: Pick<Principal, "memberId">,
  rotation: RotationRow,
  old: ClientRow | null,
): boolean {
  return rotation.startedById === memberId || old?.createdById === memberId;
}

/**
 * A rotation that this member may change.
 * @throws AppError not_found, also for one on a cluster that they may not know of; forbidden
 */
export async function requireRotation(
  principal: Principal,
  rotationId: string,
): Promise<{ actor: Principal; rotation: RotationRow; old: ClientRow | null }> {
  const rotation = await db().rotation.findUnique({ where: { id: rotationId } });
  if (!rotation) throw new AppError("not_found");
  const { clusterId, oldClientId: clientId } = rotation;
  const old = await findClient(clusterId, clientId);
  const isOwn = isOwnRotation(principal, rotation, old);
  const actor = await requireRight(principal, "clients.rotate", { clusterId, clientId, isOwn });
  return { actor, rotation, old };
}
