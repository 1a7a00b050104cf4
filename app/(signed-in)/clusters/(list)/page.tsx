import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { ClusterList } from "@/components/clusters/cluster-list";
import { PageHeader } from "@/components/ui/text/page-header";
import { clustersQuery } from "@/lib/browser/clusters";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { loadPage } from "@/lib/server/door/page";

export const metadata = { title: "Clusters" };

export default async function ClustersPage() {
  const client = new QueryClient();
  const { page, isLimited } = await loadPage(async (principal) => ({
    page: await listClusters(principal),
    isLimited: principal.access.everywhere === null,
  }));
  client.setQueryData(clustersQuery().queryKey, { pages: [page], pageParams: [null] });
  return (
    <>
      <PageHeader
        title="Clusters"
        description={
          isLimited ? "The clusters that you have access to." : "The clusters of your Camunda 8 organization."
        }
      />
      <HydrationBoundary state={dehydrate(client)}>
        <ClusterList isLimited={isLimited} />
      </HydrationBoundary>
    </>
  );
}
