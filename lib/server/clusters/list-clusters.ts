import "server-only";
import type { Cluster, ClusterList } from "@/lib/contract/clusters";
import { type RememberedCluster, recallClusters, rememberClusters, staleReason } from "@/lib/server/clusters/snapshot";
import * as camunda from "@/lib/server/console/api";
import { type Actor, requireRight } from "@/lib/server/identity/access";

function withCount(cluster: Cluster, entry: RememberedCluster | undefined): ClusterList["clusters"][number] {
  return {
    ...cluster,
    clientCount: entry?.clientCount ?? null,
    clientCountAt: entry?.clientCountAt?.toISOString() ?? null,
  };
}

/**
 * The organization's clusters: one upstream call. While Console can't answer, what we remember, marked stale.
 * @throws AppError forbidden
 */
export async function listClusters(actor: Actor): Promise<ClusterList> {
  await requireRight(actor, "clusters.read");
  const remembered = await recallClusters();
  try {
    const { clusters, isWhole } = await camunda.listClusters();
    await rememberClusters(clusters, { whole: isWhole });
    const counts = new Map(remembered.map((entry) => [entry.cluster.id, entry]));
    return {
      clusters: clusters.map((cluster) => withCount(cluster, counts.get(cluster.id))),
      asOf: new Date().toISOString(),
      stale: null,
    };
  } catch (error) {
    const stale = staleReason(error);
    const seenAt = remembered.map((entry) => entry.seenAt.getTime());
    return {
      clusters: remembered.map((entry) => withCount(entry.cluster, entry)),
      asOf: seenAt.length > 0 ? new Date(Math.max(...seenAt)).toISOString() : null,
      stale,
    };
  }
}
