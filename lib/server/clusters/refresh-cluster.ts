import "server-only";
import type { Cluster } from "@/lib/contract/clusters";
import { rememberClusters } from "@/lib/server/clusters/snapshot";
import * as camunda from "@/lib/server/console/api";

/** What Camunda says of a cluster now, remembered: one upstream call. @throws AppError cluster_not_found, console_* */
export async function refreshCluster(clusterId: string): Promise<Cluster> {
  const cluster = await camunda.getCluster(clusterId);
  await rememberClusters([cluster], { whole: false });
  return cluster;
}
