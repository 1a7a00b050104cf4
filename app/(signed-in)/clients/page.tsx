import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { redirect } from "next/navigation";
import { InventoryList } from "@/components/inventory/inventory-list";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";
import { inventoryQuery, viewString } from "@/lib/browser/inventory";
import { queryOfView, readInventoryView } from "@/lib/contract/inventory";
import { loadPage } from "@/lib/server/door/page";
import { listInventory } from "@/lib/server/inventory/list-inventory";

export const metadata = { title: "Clients" };

async function ClientsPage({ searchParams }: PageProps<"/clients">) {
  const query = await searchParams;
  const view = readInventoryView(query);
  const given = new Map<string, unknown>(Object.entries(view));
  // The browser takes the address as it is, so it must hold nothing else.
  if (Object.entries(query).some(([name, value]) => String(given.get(name)) !== value))
    redirect(`/clients?${viewString(view)}`);
  const client = new QueryClient();
  const page = await loadPage((principal) => listInventory(principal, queryOfView(view)));
  client.setQueryData(inventoryQuery(view).queryKey, { pages: [page], pageParams: [null] });
  return (
    <>
      <PageHeader title="Clients" description="The API clients of all clusters that you have access to." />
      <HydrationBoundary state={dehydrate(client)}>
        <InventoryList />
      </HydrationBoundary>
    </>
  );
}

export default skeletonIfSlow(
  ClientsPage,
  <>
    <PageHeader title="Clients" description="The API clients of all clusters that you have access to." />
    <Waiting source="database" label="Loading clients" columns={6} above="h-8 sm:max-w-96" />
  </>,
);
