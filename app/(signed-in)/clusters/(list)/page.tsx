import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { ClusterList } from "@/components/clusters/cluster-list";
import { PageHeader } from "@/components/ui/text/page-header";
import { clustersQuery } from "@/lib/browser/clusters";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { loadPage } from "@/lib/server/door/page";

export const metadata = { title: "Clusters" };

export default async function ClustersPage() {
  const client = new QueryClient();
  const page = await loadPage((principal) => listClusters(principal));
  client.setQueryData(clustersQuery().queryKey, { pages: [page], pageParams: [null] });
  return (
    <>
      <PageHeader title="Clusters" description="The clusters of your Camunda 8 organization." />
      <HydrationBoundary state={dehydrate(client)}>
        <ClusterList />
      </HydrationBoundary>
    </>
  );
}
