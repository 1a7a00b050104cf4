import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { cache } from "react";
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

type Props = PageProps<"/clusters/[clusterId]/clients/[clientId]">;

async function placeOf({ params }: Props) {
  const { clusterId, clientId } = await params;
  return {
    clusterId: pageParam(clusterIdSchema, clusterId),
    clientId: pageParam(clientIdSchema, decodeURIComponent(clientId)),
  };
}

/** Title and page both ask. */
const loadClient = cache((clusterId: string, clientId: string) =>
  loadPage((principal) => getClient(principal, clusterId, clientId)),
);

export async function generateMetadata(props: Props) {
  const { clusterId, clientId } = await placeOf(props);
  const { client } = await loadClient(clusterId, clientId);
  return { title: `${client.name} · ${client.clusterName}` };
}

async function ClientPage(props: Props) {
  const { clusterId, clientId } = await placeOf(props);
  const queries = new QueryClient();
  const filter = { cluster: clusterId, client: clientId };
  const facts = await loadClient(clusterId, clientId);
  const events = await loadPage((principal) => listEvents(principal, filter));
  queries.setQueryData(clientFactsQuery(clusterId, clientId).queryKey, facts);
  queries.setQueryData(auditQuery(filter).queryKey, { pages: [events], pageParams: [null] });
  return (
    <HydrationBoundary state={dehydrate(queries)}>
      <ClientView clusterId={clusterId} clientId={clientId} />
    </HydrationBoundary>
  );
}

export default skeletonIfSlow(ClientPage, <Waiting source="database" label="Loading the client" columns={2} />);
