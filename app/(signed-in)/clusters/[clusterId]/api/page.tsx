import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { ClientList } from "@/components/clients/list/client-list";
import { NearDeletionsBanner } from "@/components/metadata/near-deletions-banner";
import { clientsQuery } from "@/lib/browser/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { listClients } from "@/lib/server/clients/list-clients";
import { loadPage, pageParam } from "@/lib/server/door/page";
import { listNearDeletions } from "@/lib/server/ends/list-near-deletions";

export const metadata = { title: "API" };

export default async function ApiPage({ params }: PageProps<"/clusters/[clusterId]/api">) {
  const clusterId = pageParam(clusterIdSchema, (await params).clusterId);
  const client = new QueryClient();
  const { page, near } = await loadPage(async (principal) => ({
    page: await listClients(principal, clusterId),
    near: await listNearDeletions(principal, clusterId),
  }));
  client.setQueryData(clientsQuery(clusterId).queryKey, { pages: [page], pageParams: [null] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <div className="flex flex-col gap-4">
        {near.clients.length > 0 && <NearDeletionsBanner clusterId={clusterId} near={near} />}
        <ClientList clusterId={clusterId} />
      </div>
    </HydrationBoundary>
  );
}
