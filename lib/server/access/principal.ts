import "server-only";
import { ROLES, type Role, strongerRole } from "@/lib/contract/roles";
import type { EventActor } from "@/lib/server/history/append-event";
import { db, type Tx } from "@/lib/server/platform/database/db";

/**
 * The roles that a member holds: one for all clusters, others for some by ID, and others for those with certain names.
 * The keys of `byName` are targets of grants (`named-clusters`).
 */
export type Access = {
  everywhere: Role | null;
  byCluster: ReadonlyMap<string, Role>;
  byName: ReadonlyMap<string, Role>;
};

/**
 * Who sends a request: a member with a role. It comes from a session cookie today, and can come from an API token
 * later. It is the first parameter of every use case, and use cases never read the request. `role` is the strongest
 * role that they hold; what they may do on a cluster is decided by `roleOn`.
 */
export type Principal = EventActor & { memberId: string; role: Role; access: Access };

/** The strongest role on any cluster. */
export function strongestRole({ everywhere, byCluster, byName }: Access): Role | null {
  const held = new Set([everywhere, ...byCluster.values(), ...byName.values()]);
  return ROLES.findLast((role) => held.has(role)) ?? null;
}

/** Prisma's condition for the clusters with names that give this access a role. Those that are gone give none. */
const namedIn = ({ byName }: Access) => ({ target: { in: [...byName.keys()] }, cluster: { goneAt: null } });

/**
 * The roles on some clusters, by ID: one statement for a member with a role by names, none for others. Null for a
 * cluster that this member may not know of.
 */
export async function rolesOn(
  access: Access,
  clusterIds: readonly string[],
  tx: Pick<Tx, "namedCluster"> = db(),
): Promise<Map<string, Role | null>> {
  const { everywhere, byCluster, byName } = access;
  const roles = new Map(clusterIds.map((id) => [id, strongerRole(everywhere, byCluster.get(id) ?? null)]));
  const named =
    byName.size > 0
      ? await tx.namedCluster.findMany({ where: { clusterId: { in: [...roles.keys()] }, ...namedIn(access) } })
      : [];
  for (const { clusterId, target } of named)
    roles.set(clusterId, strongerRole(roles.get(clusterId) ?? null, byName.get(target) ?? null));
  return roles;
}

/** The role on one cluster, as `rolesOn`. */
export async function roleOn(access: Access, clusterId: string, tx?: Pick<Tx, "namedCluster">): Promise<Role | null> {
  return (await rolesOn(access, [clusterId], tx)).get(clusterId) ?? null;
}

/** Prisma's condition for the clusters that this member may know of. It adds nothing for a role on all clusters. */
export function visibleClusters({ access }: Principal) {
  if (access.everywhere !== null) return {};
  return { OR: [{ id: { in: [...access.byCluster.keys()] } }, { named: { some: namedIn(access) } }] };
}

/**
 * The IDs of the clusters that this member may know of, for rows that only have an ID. Null for a role on all clusters.
 * At most one statement.
 */
export async function findVisibleIds({ access }: Principal): Promise<string[] | null> {
  const { everywhere, byCluster, byName } = access;
  if (everywhere !== null) return null;
  const named = byName.size > 0 ? await db().namedCluster.findMany({ where: namedIn(access) }) : [];
  return [...new Set([...byCluster.keys(), ...named.map(({ clusterId }) => clusterId)])];
}

/**
 * Prisma's condition for rows whose `column` has the ID of a cluster that this member may know of. It adds nothing for a
 * role on all clusters, and one statement for a role by names.
 */
export async function findVisible<Column extends string>(
  principal: Principal,
  column: Column,
): Promise<{ [key in Column]?: { in: string[] } }> {
  const ids = await findVisibleIds(principal);
  return (ids === null ? {} : { [column]: { in: ids } }) as { [key in Column]?: { in: string[] } };
}

/** The same for all who hold the same roles on the same clusters, for work that they can share (`singleFlight`). */
export function accessKey({ access: { everywhere, byCluster, byName } }: Principal): string {
  return JSON.stringify([everywhere, [...byCluster], [...byName]]);
}
