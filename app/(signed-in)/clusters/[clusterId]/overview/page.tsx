import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { loadCluster } from "@/app/(signed-in)/clusters/[clusterId]/load-cluster";
import { ClusterOverview } from "@/components/clusters/cluster-overview";
import { clusterQuery } from "@/lib/browser/clusters";

export const metadata = { title: "Overview" };

export default async function OverviewPage({ params }: PageProps<"/clusters/[clusterId]/overview">) {
  const { clusterId } = await params;
  const client = new QueryClient();
  client.setQueryData(clusterQuery(clusterId).queryKey, await loadCluster(clusterId));
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ClusterOverview clusterId={clusterId} />
    </HydrationBoundary>
  );
}
