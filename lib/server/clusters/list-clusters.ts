import "server-only";
import type { ClusterList } from "@/lib/contract/clusters";
import { type RememberedCluster, recallClusters, rememberClusters, staleReason } from "@/lib/server/clusters/snapshot";
import * as camunda from "@/lib/server/console/api";
import { type Actor, requireRight } from "@/lib/server/identity/access";

function latest(remembered: readonly RememberedCluster[]): Date {
  return new Date(Math.max(...remembered.map(({ seenAt }) => seenAt.getTime())));
}

/**
 * The organization's clusters: one upstream call. While Console can't answer, what we remember, marked stale.
 * @throws AppError forbidden; console_* when there is nothing to remember either
 */
export async function listClusters(actor: Actor): Promise<ClusterList> {
  await requireRight(actor, "clusters.read");
  const remembered = await recallClusters();
  const counts = new Map(remembered.map((entry) => [entry.cluster.id, entry]));
  const list = await camunda.listClusters().catch((error: unknown) => ({ stale: staleReason(error), error }));
  if (!Array.isArray(list)) {
    if (remembered.length === 0) throw list.error;
    const clusters = remembered.map((entry) => withCount(entry.cluster, entry));
    return { clusters, asOf: latest(remembered).toISOString(), stale: list.stale };
  }
  await rememberClusters(list, { whole: true });
  const clusters = list.map((cluster) => withCount(cluster, counts.get(cluster.id)));
  return { clusters, asOf: new Date().toISOString(), stale: null };
}

function withCount(cluster: RememberedCluster["cluster"], entry: RememberedCluster | undefined) {
  return {
    ...cluster,
    clientCount: entry?.clientCount ?? null,
    clientCountAt: entry?.clientCountAt?.toISOString() ?? null,
  };
}
