import "server-only";
import { may, type Right } from "@/lib/contract/rights";
import type { Role } from "@/lib/contract/roles";
import { EMERGENCY_ISSUER, findAccessText, readAccess } from "@/lib/server/access/grants";
import { type Principal, roleOn } from "@/lib/server/access/principal";
import { limit } from "@/lib/server/access/rate-limit";
import { appendEvent, type EventActor } from "@/lib/server/history/append-event";
import { type Tx, transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";

type Subject = { clusterId?: string; clientId?: string };

/**
 * Requires a right, on a cluster where one is named. `isOwn` tells whether this member created what it is about. Records
 * a refusal in the history and throws it.
 * @returns the principal as an actor on this cluster: its role is the one held there
 * @throws AppError cluster_not_found for a cluster that this member may not know of; forbidden, rate_limited
 */
export async function requireRight(
  principal: Principal,
  right: Right,
  { isOwn = false, ...subject }: Subject & { isOwn?: boolean } = {},
): Promise<Principal> {
  const { clusterId } = subject;
  const role = clusterId === undefined ? principal.role : await roleOn(principal.access, clusterId);
  if (role === null) return refuse(principal, "cluster_not_found", { ...subject, detail: { right } });
  const actor = { ...principal, role };
  if (!may(role, right, { isOwn })) await refuse(actor, "forbidden", { ...subject, detail: { right } });
  return actor;
}

/**
 * The actor with the role that they hold on a cluster now, null for none. Ask in each transaction of a long change: an
 * owner may disable or remove the member meanwhile, or take the role away.
 * @throws AppError unauthenticated for a member who was disabled or removed
 */
export async function currentActor(
  tx: Tx,
  actor: Principal,
  clusterId: string,
): Promise<{ memberId: string; role: Role | null }> {
  const { memberId } = actor;
  const member = await tx.member.findUnique({ where: { id: memberId } });
  if (member?.disabledAt || member?.removedAt) throw new AppError("unauthenticated");
  // The emergency sign-in has no grants.
  if (!member || member.issuer === EMERGENCY_ISSUER) return actor;
  const access = readAccess(await findAccessText(tx, memberId));
  return { memberId, role: await roleOn(access, clusterId, tx) };
}

/**
 * Records a refusal in the history, then throws it. Beyond the rate limit nothing is recorded, because events can't be
 * removed.
 * @throws AppError the refusal, or rate_limited
 */
export async function refuse(
  actor: EventActor & { memberId: string },
  code: "forbidden" | "no_access" | "cluster_not_found",
  about: Subject & { detail?: Record<string, unknown> } = {},
): Promise<never> {
  await limit("refusal", actor.memberId);
  await transaction((tx) => appendEvent(tx, actor, { action: "access.refuse", outcome: "refused", ...about }));
  throw new AppError(code);
}
