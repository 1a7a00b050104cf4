import { cache } from "react";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { getCluster, hasStoredCluster } from "@/lib/server/clusters/get-cluster";
import { loadPage, pageParam } from "@/lib/server/door/page";

/** The cluster of this address. Header and page both ask; within one request Camunda is asked once. */
export const loadCluster = cache(async (param: string) => {
  const clusterId = pageParam(clusterIdSchema, param);
  return loadPage((principal) => getCluster(principal, clusterId));
});

/** Whether the cluster of this address is stored and not gone. Camunda is not asked. */
export async function isStoredCluster(param: string): Promise<boolean> {
  const clusterId = pageParam(clusterIdSchema, param);
  return loadPage((principal) => hasStoredCluster(principal, clusterId));
}
