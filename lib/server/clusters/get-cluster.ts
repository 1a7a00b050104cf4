import "server-only";
import type { ClusterDetail } from "@/lib/contract/clusters";
import { refreshCluster } from "@/lib/server/clusters/refresh-cluster";
import { recallCluster, staleReason } from "@/lib/server/clusters/snapshot";
import { type Actor, requireRight } from "@/lib/server/identity/access";

/**
 * One cluster: one upstream call. While Console can't answer, what we remember, marked stale.
 * @throws AppError forbidden, cluster_not_found
 */
export async function getCluster(actor: Actor, clusterId: string): Promise<ClusterDetail> {
  await requireRight(actor, "clusters.read", { clusterId });
  try {
    const cluster = await refreshCluster(clusterId);
    return { cluster, asOf: new Date().toISOString(), stale: null };
  } catch (error) {
    const stale = staleReason(error);
    const remembered = await recallCluster(clusterId);
    return { cluster: remembered?.cluster ?? null, asOf: remembered?.seenAt.toISOString() ?? null, stale };
  }
}
