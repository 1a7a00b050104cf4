import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { RotationList } from "@/components/rotations/rotation-list";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";
import { rotationsQuery } from "@/lib/browser/rotations";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { loadPage } from "@/lib/server/door/page";
import { listRotations } from "@/lib/server/rotations/list-rotations";

export const metadata = { title: "Rotations" };

async function RotationsPage({ searchParams }: PageProps<"/rotations">) {
  const cluster = clusterIdSchema.safeParse((await searchParams)["cluster"]).data;
  const client = new QueryClient();
  const page = await loadPage((principal) => listRotations(principal, { cluster }));
  client.setQueryData(rotationsQuery(cluster).queryKey, { pages: [page], pageParams: [null] });
  return (
    <>
      <PageHeader title="Rotations" description="Clients that are being replaced, and how far each is." />
      <HydrationBoundary state={dehydrate(client)}>
        <RotationList cluster={cluster} />
      </HydrationBoundary>
    </>
  );
}

export default skeletonIfSlow(
  RotationsPage,
  <>
    <PageHeader title="Rotations" description="Clients that are being replaced, and what each waits for." />
    <Waiting source="database" label="Loading rotations" columns={4} />
  </>,
);
