"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { usePathname } from "next/navigation";
import { lazy, type ReactNode, Suspense } from "react";
import { ClusterStatus } from "@/components/clusters/cluster-status";
import { LoadFailure } from "@/components/states/load-failure";
import { useRefresh } from "@/components/states/use-refresh";
import { CopyText } from "@/components/ui/copy/copy-text";
import { HeaderSkeleton } from "@/components/ui/feedback/skeleton";
import { PageHeader } from "@/components/ui/text/page-header";
import { clusterQuery, refreshCluster } from "@/lib/browser/clusters";

// Not part of the first load of each tab: Camunda responds nearly always.
const StaleBanner = lazy(() =>
  import("@/components/states/stale-banner").then((module) => ({ default: module.StaleBanner })),
);

const PAGES = new Map([
  ["overview", "Overview"],
  ["api", "API"],
  ["activity", "Activity"],
  ["access", "Access"],
]);

type ClusterHeaderProps = {
  clusterId: string;
  /** Its stage, its labels and the link to its findings, from the server. */
  badges: ReactNode;
};

/** The head of a cluster's pages: trail, name, state, and the ID to copy. */
export function ClusterHeader({ clusterId, badges }: ClusterHeaderProps) {
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
          { label: name, href: `/clusters/${clusterId}/api` },
          { label: PAGES.get(page) ?? "" },
        ]}
        status={
          cluster && (
            <>
              <ClusterStatus status={cluster.status} />
              {badges}
            </>
          )
        }
        description={<CopyText text={clusterId} what="cluster ID" />}
      />
      {/* The API tab shows a banner of its own, about its list. */}
      {stale && page !== "api" && (
        <Suspense>
          <StaleBanner stale={stale} asOf={asOf} retrying={refresh.isRunning} onRetry={refresh.run} />
        </Suspense>
      )}
    </div>
  );
}
