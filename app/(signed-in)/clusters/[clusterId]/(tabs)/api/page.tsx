import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { titledByCluster } from "@/app/(signed-in)/clusters/[clusterId]/(tabs)/load-cluster";
import { ClientList } from "@/components/clients/list/client-list";
import { NearDeletionsBanner } from "@/components/metadata/near-deletions-banner";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { clientsQuery } from "@/lib/browser/clients";
import { clientListQuerySchema } from "@/lib/contract/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { readListView } from "@/lib/contract/list-view";
import { CLIENT_SORTS } from "@/lib/contract/sorts";
import { listClients } from "@/lib/server/clients/list-clients";
import { loadPage, pageParam, pageQuery } from "@/lib/server/door/page";
import { listNearDeletions } from "@/lib/server/ends/list-near-deletions";

export const generateMetadata = titledByCluster("API");

async function ApiPage({ params, searchParams }: PageProps<"/clusters/[clusterId]/api">) {
  const clusterId = pageParam(clusterIdSchema, (await params).clusterId);
  const asked = await searchParams;
  const view = pageQuery(
    clientListQuerySchema,
    readListView((name) => asked[name], CLIENT_SORTS),
  );
  const client = new QueryClient();
  const { page, near } = await loadPage(async (principal) => ({
    page: await listClients(principal, clusterId, view),
    near: await listNearDeletions(principal, clusterId),
  }));
  client.setQueryData(clientsQuery(clusterId, view).queryKey, { pages: [page], pageParams: [null] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <div className="flex flex-col gap-4">
        {near.clients.length > 0 && <NearDeletionsBanner clusterId={clusterId} near={near} />}
        <ClientList clusterId={clusterId} />
      </div>
    </HydrationBoundary>
  );
}

export default skeletonIfSlow(ApiPage, <Waiting label="Loading clients" above="h-8 sm:max-w-80" />);
