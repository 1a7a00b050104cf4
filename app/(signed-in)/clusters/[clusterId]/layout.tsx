import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { Suspense } from "react";
import { loadCluster } from "@/app/(signed-in)/clusters/[clusterId]/load-cluster";
import { ClusterHeader } from "@/components/clusters/cluster-header";
import { ClusterTabs } from "@/components/clusters/cluster-tabs";
import { HeaderSkeleton } from "@/components/ui/feedback/skeleton";
import { clusterQuery } from "@/lib/browser/clusters";

/** Not async, so that tabs and page don't wait for the header. */
export default function ClusterLayout({ params, children }: LayoutProps<"/clusters/[clusterId]">) {
  return (
    <>
      <Suspense fallback={<HeaderSkeleton label="Loading the cluster" />}>
        <Header params={params} />
      </Suspense>
      <ClusterTabs />
      {children}
    </>
  );
}

async function Header({ params }: Pick<LayoutProps<"/clusters/[clusterId]">, "params">) {
  const { clusterId } = await params;
  const client = new QueryClient();
  client.setQueryData(clusterQuery(clusterId).queryKey, await loadCluster(clusterId));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ClusterHeader clusterId={clusterId} />
    </HydrationBoundary>
  );
}
