import "server-only";
import { ROLES, type Role, roleSchema, strongerRole } from "@/lib/contract/roles";
import { matchNewTargets, namePattern } from "@/lib/server/access/named-clusters";
import type { Access } from "@/lib/server/access/principal";
import { writeNotice } from "@/lib/server/outbox/write-notice";
import type { Tx } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";

/** The target of a grant for all clusters. Others are a cluster's ID, or names (`clustersNamed`). */
export const ALL_CLUSTERS = "*";
/** The issuer of people who sign in with the emergency password. No provider has it, because an issuer is a URL. */
export const EMERGENCY_ISSUER = "break-glass";

/** One role for one target. `group` is the identity provider's group that gives it, empty when an owner gave it. */
export type GrantEntry = { target: string; role: Role; group: string };

/** The strongest role in what a session stores. */
export function storedRole(text: string): Role | null {
  const roles = Object.values(JSON.parse(text) as Record<string, unknown>);
  return ROLES.findLast((role) => roles.includes(role)) ?? null;
}

/** The role that a grant gives: an owner is one for all clusters, so for some it gives what an admin may do. */
export function grantedRole({ target, role }: { target: string; role: string }): Role | null {
  const known = roleSchema.safeParse(role).data ?? null;
  return known === "owner" && target !== ALL_CLUSTERS ? "admin" : known;
}

/** What these grants give together, as a session stores it: a JSON object from target to the strongest role. */
function accessText(grants: readonly { target: string; role: string }[]): string {
  const roles = new Map<string, Role>();
  for (const grant of grants) {
    const strongest = strongerRole(roles.get(grant.target) ?? null, grantedRole(grant));
    if (strongest) roles.set(grant.target, strongest);
  }
  return JSON.stringify(Object.fromEntries(roles));
}

/** What a member's grants give, in the form that a session stores. */
export async function findAccessText(tx: Tx, memberId: string): Promise<string> {
  return accessText(await tx.grant.findMany({ where: { memberId }, select: { target: true, role: true } }));
}

/** Reads the access that a session stores. Roles that this version does not know give nothing. */
export function readAccess(text: string): Access {
  const access = {
    everywhere: null as Role | null,
    byCluster: new Map<string, Role>(),
    byName: new Map<string, Role>(),
  };
  for (const [target, role] of Object.entries(JSON.parse(text) as Record<string, unknown>)) {
    const known = roleSchema.safeParse(role).data;
    if (!known) continue;
    if (target === ALL_CLUSTERS) access.everywhere = known;
    else if (namePattern(target) === null) access.byCluster.set(target, known);
    else access.byName.set(target, known);
  }
  return access;
}

/** Puts changes of members and grants in a queue. Call it first in a transaction that makes one. */
export async function lockAccess(tx: Tx): Promise<void> {
  await tx.organization.update({ where: { id: ORGANIZATION_ID }, data: { accessRevision: { increment: 1 } } });
}

/** Whether a member's grants make them an owner of Latchkey. */
async function isOwner(tx: Tx, memberId: string): Promise<boolean> {
  return (await tx.grant.count({ where: { memberId, target: ALL_CLUSTERS, role: "owner" } })) > 0;
}

/**
 * Replaces the grants that owners gave a member, or those that groups give (`by`). The member's live sessions change
 * with them.
 */
export async function replaceGrants(
  tx: Tx,
  memberId: string,
  by: "owners" | "groups",
  grants: readonly GrantEntry[],
): Promise<void> {
  await matchNewTargets(
    tx,
    grants.map(({ target }) => target),
  );
  const wasOwner = await isOwner(tx, memberId);
  await tx.grant.deleteMany({ where: { memberId, group: by === "owners" ? "" : { not: "" } } });
  const createdAt = new Date();
  await tx.grant.createMany({ data: grants.map((grant) => ({ ...grant, memberId, createdAt })) });
  if (!wasOwner && (await isOwner(tx, memberId)))
    await writeNotice(tx, { kind: "owner_added", key: `${memberId}:${createdAt.toISOString()}`, memberId });
  await changeSessions(tx, memberId);
}

/** Gives a member the grants of an invitation. The member's live sessions change with them. */
export async function moveGrants(tx: Tx, invitedId: string, memberId: string): Promise<void> {
  await tx.grant.updateMany({ where: { memberId: invitedId }, data: { memberId } });
  await changeSessions(tx, memberId);
}

async function changeSessions(tx: Tx, memberId: string): Promise<void> {
  const access = await findAccessText(tx, memberId);
  await tx.session.updateMany({ where: { memberId, revokedAt: null }, data: { access } });
}

/**
 * Requires that an owner is left who can sign in without a group and without the emergency password. Call it after a
 * change, in its transaction.
 * @throws AppError last_owner
 */
export async function requireOwner(tx: Tx): Promise<void> {
  const owners = await tx.grant.count({
    where: {
      target: ALL_CLUSTERS,
      role: "owner",
      group: "",
      member: { disabledAt: null, subject: { not: null }, issuer: { not: EMERGENCY_ISSUER } },
    },
  });
  if (owners === 0) throw new AppError("last_owner");
}
