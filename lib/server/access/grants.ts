import "server-only";
import { ROLES, type Role, roleSchema, strongerRole } from "@/lib/contract/roles";
import type { Access } from "@/lib/server/access/principal";
import { db, type Tx } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";

/** The target of a grant for all clusters. Others are a cluster's ID, or `name:` and a pattern of names. */
export const ALL_CLUSTERS = "*";
/** The issuer of people who sign in with the emergency password. No provider has it, because an issuer is a URL. */
export const EMERGENCY_ISSUER = "break-glass";

const BY_NAME = "name:";
/** The target of a grant for the clusters with such names. `*` stands for any characters. */
export const clustersNamed = (pattern: string) => `${BY_NAME}${pattern}`;

/** The largest number of clusters that a pattern of names gives access to: they become a condition of each query. */
const MOST_NAMED = 500;

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

/** Prisma's condition for the targets that have a pattern of names. */
export const NAME_TARGETS = { startsWith: BY_NAME };

/** The pattern of names of a grant's target; null for other targets. */
export function namePattern(target: string): string | null {
  return target.startsWith(BY_NAME) ? target.slice(BY_NAME.length) : null;
}

/** Whether a cluster's name matches a pattern of names. */
export function matchesName(pattern: string, name: string): boolean {
  const parts = pattern.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s").test(name);
}

/** The clusters with names of these patterns: one query. */
async function findNamed(roles: readonly (readonly [pattern: string, role: Role])[]): Promise<[string, Role][]> {
  const clusters = await db().cluster.findMany({
    where: {
      goneAt: null,
      // Only what precedes the first `*` can use an index; `matchesName` decides.
      OR: roles.map(([pattern]) => ({ name: { startsWith: pattern.split("*")[0] ?? "" } })),
    },
    select: { id: true, name: true },
    orderBy: [{ sortName: "asc" }, { id: "asc" }],
  });
  const found = clusters.flatMap(({ id, name }) =>
    roles.filter(([pattern]) => matchesName(pattern, name)).map(([, role]): [string, Role] => [id, role]),
  );
  return found.slice(0, MOST_NAMED);
}

/** Reads the access that a session stores. Roles that this version does not know give nothing. */
export async function readAccess(text: string): Promise<Access> {
  const roles = Object.entries(JSON.parse(text) as Record<string, unknown>).flatMap(([target, role]) => {
    const known = roleSchema.safeParse(role).data;
    return known ? [[target, known] as const] : [];
  });
  const patterns = roles.flatMap(([target, role]) => {
    const pattern = namePattern(target);
    return pattern === null ? [] : [[pattern, role] as const];
  });
  const everywhere = roles.find(([target]) => target === ALL_CLUSTERS)?.[1] ?? null;
  const byCluster = new Map<string, Role>();
  const named = patterns.length > 0 ? await findNamed(patterns) : [];
  for (const [target, role] of [...roles, ...named]) {
    if (target === ALL_CLUSTERS || namePattern(target) !== null) continue;
    const strongest = strongerRole(byCluster.get(target) ?? null, role);
    if (strongest) byCluster.set(target, strongest);
  }
  return { everywhere, byCluster };
}

/** Puts changes of members and grants in a queue. Call it first in a transaction that makes one. */
export async function lockAccess(tx: Tx): Promise<void> {
  await tx.organization.update({ where: { id: ORGANIZATION_ID }, data: { accessRevision: { increment: 1 } } });
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
  await tx.grant.deleteMany({ where: { memberId, group: by === "owners" ? "" : { not: "" } } });
  const createdAt = new Date();
  await tx.grant.createMany({ data: grants.map((grant) => ({ ...grant, memberId, createdAt })) });
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
