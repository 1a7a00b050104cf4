import "server-only";
import { ROLES, type Role, strongerRole } from "@/lib/contract/roles";
import type { EventActor } from "@/lib/server/history/append-event";

/** The roles that a member holds: one for all clusters, and others for some. */
export type Access = { everywhere: Role | null; byCluster: ReadonlyMap<string, Role> };

/**
 * Who sends a request: a member with a role. It comes from a session cookie today, and can come from an API token
 * later. It is the first parameter of every use case, and use cases never read the request. `role` is the strongest
 * role that they hold; what they may do on a cluster is decided by `roleOn`.
 */
export type Principal = EventActor & { memberId: string; role: Role; access: Access };

/** The strongest role on any cluster. */
export function strongestRole({ everywhere, byCluster }: Access): Role | null {
  const held = new Set([everywhere, ...byCluster.values()]);
  return ROLES.findLast((role) => held.has(role)) ?? null;
}

/** The role on one cluster. Null when this member may not know of the cluster. */
export function roleOn({ everywhere, byCluster }: Access, clusterId: string): Role | null {
  return strongerRole(everywhere, byCluster.get(clusterId) ?? null);
}

/**
 * Prisma's condition for the clusters that this member may know of, on the column that has a cluster's ID. It adds
 * nothing for a role on all clusters.
 */
export function visibleIn<Column extends string>(
  { access }: Principal,
  column: Column,
): { [key in Column]?: { in: string[] } } {
  if (access.everywhere !== null) return {};
  return { [column]: { in: [...access.byCluster.keys()] } } as { [key in Column]?: { in: string[] } };
}
