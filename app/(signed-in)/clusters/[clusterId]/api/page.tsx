import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { titledByCluster } from "@/app/(signed-in)/clusters/[clusterId]/load-cluster";
import { ClientList } from "@/components/clients/list/client-list";
import { clientsQuery } from "@/lib/browser/clients";
import { clientListQuerySchema } from "@/lib/contract/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { readListView } from "@/lib/contract/list-view";
import { CLIENT_SORTS } from "@/lib/contract/sorts";
import { listClients } from "@/lib/server/clients/list-clients";
import { loadPage, pageParam, pageQuery } from "@/lib/server/door/page";

export const generateMetadata = titledByCluster("API");

export default async function ApiPage({ params, searchParams }: PageProps<"/clusters/[clusterId]/api">) {
  const clusterId = pageParam(clusterIdSchema, (await params).clusterId);
  const asked = await searchParams;
  const view = pageQuery(
    clientListQuerySchema,
    readListView((name) => asked[name], CLIENT_SORTS),
  );
  const client = new QueryClient();
  const page = await loadPage((principal) => listClients(principal, clusterId, view));
  client.setQueryData(clientsQuery(clusterId, view).queryKey, { pages: [page], pageParams: [null] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ClientList clusterId={clusterId} />
    </HydrationBoundary>
  );
}
