import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { titledByCluster } from "@/app/(signed-in)/clusters/[clusterId]/(tabs)/load-cluster";
import { ClusterAccess } from "@/components/members/cluster-access";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { clusterAccessQuery } from "@/lib/browser/members";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { loadPage, pageParam } from "@/lib/server/door/page";
import { listClusterAccess } from "@/lib/server/members/list-cluster-access";

export const generateMetadata = titledByCluster("Access");

async function AccessPage({ params }: PageProps<"/clusters/[clusterId]/access">) {
  const clusterId = pageParam(clusterIdSchema, (await params).clusterId);
  const client = new QueryClient();
  const page = await loadPage((principal) => listClusterAccess(principal, clusterId));
  client.setQueryData(clusterAccessQuery(clusterId).queryKey, { pages: [page], pageParams: [null] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ClusterAccess clusterId={clusterId} />
    </HydrationBoundary>
  );
}

export default skeletonIfSlow(
  AccessPage,
  <Waiting source="database" label="Loading access" columns={5} above="h-8 sm:max-w-80" />,
);
