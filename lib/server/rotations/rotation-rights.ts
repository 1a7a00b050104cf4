import "server-only";
import { type Principal, roleOn } from "@/lib/server/access/principal";
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

/** A rotation that this member may know of. @throws AppError not_found */
export async function findRotation(principal: Principal, rotationId: string): Promise<RotationRow> {
  const rotation = await db().rotation.findUnique({ where: { id: rotationId } });
  const role = rotation && (await roleOn(principal.access, rotation.clusterId));
  if (!rotation || role === null) throw new AppError("not_found");
  return rotation;
}

/** A rotation that this member may change. @throws AppError not_found, forbidden */
export async function requireRotation(
  principal: Principal,
  rotationId: string,
): Promise<{ actor: Principal; rotation: RotationRow; old: ClientRow | null }> {
  const rotation = await findRotation(principal, rotationId);
  const { clusterId, oldClientId: clientId } = rotation;
  const old = await findClient(clusterId, clientId);
  const isOwn = isOwnRotation(principal, rotation, old);
  const actor = await requireRight(principal, "clients.rotate", { clusterId, clientId, isOwn });
  return { actor, rotation, old };
}
