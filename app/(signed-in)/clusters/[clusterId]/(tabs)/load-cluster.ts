import { cache } from "react";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { findStoredName, getCluster } from "@/lib/server/clusters/get-cluster";
import { loadPage, pageParam } from "@/lib/server/door/page";

/** The cluster of this address. Header and page both ask; within one request Camunda is asked once. */
export const loadCluster = cache(async (param: string) => {
  const clusterId = pageParam(clusterIdSchema, param);
  return loadPage((principal) => getCluster(principal, clusterId));
});

/** The stored name of the cluster of this address. Null if it is gone, or was never stored. Camunda is not asked. */
export const loadStoredName = cache(async (param: string) => {
  const clusterId = pageParam(clusterIdSchema, param);
  return loadPage((principal) => findStoredName(principal, clusterId));
});

/** The title of a cluster's page: the page and the cluster. One that does not exist has the title of its not-found page. */
export const titledByCluster =
  (page: string) =>
  async ({ params }: { params: Promise<{ clusterId: string }> }) => {
    const { clusterId } = await params;
    const name = (await loadStoredName(clusterId)) ?? (await loadCluster(clusterId)).cluster?.name;
    return { title: name === undefined ? page : `${page} · ${name}` };
  };
