import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { ClientList } from "@/components/clients/list/client-list";
import { clientsQuery } from "@/lib/browser/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { listClients } from "@/lib/server/clients/list-clients";
import { may } from "@/lib/server/identity/access";
import { loadPage, pageParam } from "@/lib/server/identity/page";

export const metadata = { title: "API" };

export default async function ApiPage({ params }: PageProps<"/clusters/[clusterId]/api">) {
  const clusterId = pageParam(clusterIdSchema, (await params).clusterId);
  const client = new QueryClient();
  const mayChange = await loadPage(async (actor) => {
    client.setQueryData(clientsQuery(clusterId).queryKey, await listClients(actor, clusterId));
    return may(actor.role, "clients.create");
  });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ClientList clusterId={clusterId} mayChange={mayChange} />
    </HydrationBoundary>
  );
}
