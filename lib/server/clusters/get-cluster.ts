import "server-only";
import type { ClusterDetail } from "@/lib/contract/clusters";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { clusterOf, findClusterRow } from "@/lib/server/sync/stored-clusters";
import { syncCluster } from "@/lib/server/sync/sync-clusters";

/**
 * One cluster: at most one upstream call, and the stored cluster, marked as stale, while Console can't be read.
 * @throws AppError forbidden, cluster_not_found
 */
export async function getCluster(
  principal: Principal,
  clusterId: string,
  { refresh = false }: { refresh?: boolean } = {},
): Promise<ClusterDetail> {
  await requireRight(principal, "clusters.read", { clusterId });
  const { row, asOf, stale } = await syncCluster(clusterId, { refresh });
  // It may have a new name, which gives this member no role.
  await requireRight(principal, "clusters.read", { clusterId });
  return { cluster: row && clusterOf(row), asOf: asOf?.toISOString() ?? null, stale };
}

/** The stored name of a cluster that is not gone, without a call to Camunda. @throws AppError forbidden */
export async function findStoredName(principal: Principal, clusterId: string): Promise<string | null> {
  await requireRight(principal, "clusters.read", { clusterId });
  const row = await findClusterRow(clusterId);
  return row === null || row.goneAt !== null ? null : row.name;
}
