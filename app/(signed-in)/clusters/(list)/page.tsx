import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { ClusterList } from "@/components/clusters/cluster-list";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";
import { clustersQuery } from "@/lib/browser/clusters";
import { syncQuery } from "@/lib/browser/sync";
import { clusterListQuerySchema } from "@/lib/contract/clusters";
import { readListView } from "@/lib/contract/list-view";
import { CLUSTER_SORTS } from "@/lib/contract/sorts";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { getSync } from "@/lib/server/clusters/sync-all-clusters";
import { loadPage, pageQuery } from "@/lib/server/door/page";

export const metadata = { title: "Clusters" };

async function ClustersPage({ searchParams }: PageProps<"/clusters">) {
  const asked = await searchParams;
  const view = pageQuery(
    clusterListQuerySchema,
    readListView((name) => asked[name], CLUSTER_SORTS),
  );
  const client = new QueryClient();
  const { page, sync, isLimited } = await loadPage(async (principal) => ({
    page: await listClusters(principal, view),
    sync: await getSync(principal),
    isLimited: principal.access.everywhere === null,
  }));
  client.setQueryData(clustersQuery(view).queryKey, { pages: [page], pageParams: [null] });
  client.setQueryData(syncQuery().queryKey, sync);
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

export default skeletonIfSlow(
  ClustersPage,
  <>
    <PageHeader title="Clusters" description="The clusters of your Camunda 8 organization." />
    <Waiting label="Loading clusters" columns={8} above="h-8 sm:max-w-80" />
  </>,
);
