"use client";

import { useQuery } from "@tanstack/react-query";
import { ClusterStage } from "@/components/clusters/stage-badge";
import { clusterQuery } from "@/lib/browser/clusters";

/** Names the cluster that an action changes, with its stage. Most pages have loaded it. */
export function ClusterLine({ clusterId }: { clusterId: string }) {
  const { data } = useQuery({ ...clusterQuery(clusterId), staleTime: Number.POSITIVE_INFINITY });
  const cluster = data?.cluster;
  return (
    <p className="flex min-h-5 flex-wrap items-center gap-x-1.5 wrap-anywhere">
      {cluster && (
        <>
          Cluster: <span className="font-medium text-text">{cluster.name}</span>
          <ClusterStage cluster={cluster} />
        </>
      )}
    </p>
  );
}
