"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { ClusterLabels } from "@/components/clusters/cluster-labels";
import { ClusterStatus } from "@/components/clusters/cluster-status";
import { countText } from "@/components/states/count-text";
import { LoadFailure } from "@/components/states/load-failure";
import { StaleBanner } from "@/components/states/stale-banner";
import { useRefresh } from "@/components/states/use-refresh";
import { CopyText } from "@/components/ui/copy/copy-text";
import { HeaderSkeleton } from "@/components/ui/feedback/skeleton";
import { PageHeader } from "@/components/ui/text/page-header";
import { TextLink } from "@/components/ui/text/text-link";
import { clusterQuery, refreshCluster } from "@/lib/browser/clusters";
import { findingsAddress } from "@/lib/browser/findings";
import type { CappedCount } from "@/lib/contract/capped-count";

const PAGES = new Map([
  ["overview", "Overview"],
  ["api", "API"],
  ["activity", "Activity"],
  ["access", "Access"],
  ["clients", "Client"],
]);

/** The head of a cluster's pages: trail, name, state, and the ID to copy. */
export function ClusterHeader({ clusterId, findings }: { clusterId: string; findings: CappedCount }) {
  const queries = useQueryClient();
  const { data, error, isFetching, refetch } = useQuery(clusterQuery(clusterId));
  const refresh = useRefresh(() => refreshCluster(queries, clusterId));
  const page = usePathname().split("/")[3] ?? "";
  if (!data)
    return error ? (
      <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />
    ) : (
      <HeaderSkeleton label="Loading the cluster" />
    );
  const { cluster, asOf, stale } = data;
  const name = cluster?.name ?? "Cluster";
  return (
    <div className="flex flex-col gap-4">
      <PageHeader
        title={name}
        trail={[
          { label: "Clusters", href: "/clusters" },
          { label: name, href: `/clusters/${clusterId}/overview` },
          { label: PAGES.get(page) ?? "" },
        ]}
        status={
          cluster && (
            <>
              <ClusterStatus status={cluster.status} />
              <ClusterLabels labels={cluster.labels} />
              {findings.count > 0 && (
                <TextLink href={findingsAddress({ cluster: clusterId })}>
                  {findings.count === 1 ? "1 finding" : `${countText(findings)} findings`}
                </TextLink>
              )}
            </>
          )
        }
        description={<CopyText text={clusterId} what="cluster ID" />}
      />
      {/* The API tab shows a banner of its own, about its list. */}
      {stale && page !== "api" && (
        <StaleBanner stale={stale} asOf={asOf} retrying={refresh.isRunning} onRetry={refresh.run} />
      )}
    </div>
  );
}
