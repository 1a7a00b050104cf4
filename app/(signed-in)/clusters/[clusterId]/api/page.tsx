import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { ClientList } from "@/components/clients/list/client-list";
import { clientsQuery } from "@/lib/browser/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { listClients } from "@/lib/server/clients/list-clients";
import { loadPage, pageParam } from "@/lib/server/door/page";

export const metadata = { title: "API" };

export default async function ApiPage({ params }: PageProps<"/clusters/[clusterId]/api">) {
  const clusterId = pageParam(clusterIdSchema, (await params).clusterId);
  const client = new QueryClient();
  const page = await loadPage((principal) => listClients(principal, clusterId));
  client.setQueryData(clientsQuery(clusterId).queryKey, { pages: [page], pageParams: [null] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ClientList clusterId={clusterId} />
    </HydrationBoundary>
  );
}
