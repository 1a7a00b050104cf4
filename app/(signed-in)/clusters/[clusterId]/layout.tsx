import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { Suspense } from "react";
import { isStoredCluster, loadCluster } from "@/app/(signed-in)/clusters/[clusterId]/load-cluster";
import { ClusterHeader } from "@/components/clusters/cluster-header";
import { ClusterTabs } from "@/components/clusters/cluster-tabs";
import { HeaderSkeleton } from "@/components/ui/feedback/skeleton";
import { clusterQuery } from "@/lib/browser/clusters";

/**
 * Nothing is sent before this returns: a cluster that does not exist is a 404. Tabs and page of a stored cluster don't
 * wait for the header.
 */
export default async function ClusterLayout({ params, children }: LayoutProps<"/clusters/[clusterId]">) {
  const { clusterId } = await params;
  if (!(await isStoredCluster(clusterId))) await loadCluster(clusterId);
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
