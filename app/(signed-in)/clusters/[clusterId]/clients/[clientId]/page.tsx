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

/** Title and page both ask. Without a session, no address is wrong. */
const loadClient = cache((cluster: string, client: string) =>
  loadPage((principal) => {
    const clientId = pageParam(clientIdSchema, decodeURIComponent(client));
    return getClient(principal, pageParam(clusterIdSchema, cluster), clientId);
  }),
);

async function factsOf({ params }: Props) {
  const { clusterId, clientId } = await params;
  return loadClient(clusterId, clientId);
}

export async function generateMetadata(props: Props) {
  const { client } = await factsOf(props);
  return { title: `${client.name} · ${client.clusterName}` };
}

async function ClientPage(props: Props) {
  const facts = await factsOf(props);
  const { clusterId, clientId } = facts.client;
  const queries = new QueryClient();
  const filter = { cluster: clusterId, client: clientId };
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
