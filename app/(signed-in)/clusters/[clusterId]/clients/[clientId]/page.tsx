import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { ClientView } from "@/components/inventory/client-view";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { auditQuery } from "@/lib/browser/audit";
import { clientFactsQuery } from "@/lib/browser/inventory";
import { clientIdSchema } from "@/lib/contract/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { listEvents } from "@/lib/server/audit/list-events";
import { loadPage, pageParam } from "@/lib/server/door/page";
import { getClient } from "@/lib/server/inventory/get-client";

export const metadata = { title: "Client" };

async function ClientPage({ params }: PageProps<"/clusters/[clusterId]/clients/[clientId]">) {
  const { clusterId: cluster, clientId: client } = await params;
  const clusterId = pageParam(clusterIdSchema, cluster);
  const clientId = pageParam(clientIdSchema, decodeURIComponent(client));
  const queries = new QueryClient();
  const filter = { cluster: clusterId, client: clientId };
  const [facts, events] = await loadPage(async (principal) => [
    await getClient(principal, clusterId, clientId),
    await listEvents(principal, filter),
  ]);
  queries.setQueryData(clientFactsQuery(clusterId, clientId).queryKey, facts);
  queries.setQueryData(auditQuery(filter).queryKey, { pages: [events], pageParams: [null] });
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <ClientView clusterId={clusterId} clientId={clientId} />
    </HydrationBoundary>
  );
}

export default skeletonIfSlow(ClientPage, <Waiting source="database" label="Loading the client" columns={2} />);
