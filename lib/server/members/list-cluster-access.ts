import "server-only";
import type { ClusterAccess, MemberListQuery } from "@/lib/contract/members";
import { ALL_CLUSTERS, grantedRole } from "@/lib/server/access/grants";
import { namePattern } from "@/lib/server/access/named-clusters";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { findMemberPage, stateOf, strongestFirst } from "@/lib/server/members/member-page";
import { db } from "@/lib/server/platform/database/db";
import { syncCluster } from "@/lib/server/sync/sync-clusters";

type Reason = ClusterAccess["members"][number]["reasons"][number];

/** The targets of grants that count on a cluster: all clusters, itself, and patterns that its name matches. */
async function targetsFor(clusterId: string): Promise<string[]> {
  const named = await db().namedCluster.findMany({ where: { clusterId } });
  return [ALL_CLUSTERS, clusterId, ...named.map(({ target }) => target)];
}

function reasonOf(grant: { target: string; role: string; group: string }): Reason[] {
  const role = grantedRole(grant);
  const pattern = namePattern(grant.target);
  const on = grant.target === ALL_CLUSTERS ? "all" : pattern === null ? "cluster" : { pattern };
  return role ? [{ role, group: grant.group || null, on }] : [];
}

/**
 * One page of the people who hold a role on a cluster, by name, and why. It says nothing about other clusters, and
 * leaves out disabled members.
 * @throws AppError forbidden, cluster_not_found
 */
export async function listClusterAccess(
  principal: Principal,
  clusterId: string,
  query: MemberListQuery = {},
): Promise<ClusterAccess> {
  await requireRight(principal, "access.read", { clusterId });
  await syncCluster(clusterId, {});
  const targets = await targetsFor(clusterId);
  const where = { disabledAt: null, grants: { some: { target: { in: targets } } } };
  const { rows, ...page } = await findMemberPage(where, query, targets);
  return {
    members: rows.flatMap((member) => {
      const grants = member.grants.toSorted((a, b) => (a.target < b.target ? -1 : 1));
      const reasons = grants.flatMap(reasonOf).toSorted(strongestFirst);
      const { id, name, email } = member;
      return reasons[0] ? [{ id, name, email, state: stateOf(member), role: reasons[0].role, reasons }] : [];
    }),
    ...page,
  };
}
