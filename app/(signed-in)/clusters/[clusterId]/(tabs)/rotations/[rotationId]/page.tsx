import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { z } from "zod";
import { RotationView } from "@/components/rotations/rotation-view";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { rotationQuery } from "@/lib/browser/rotations";
import { loadPage, pageParam } from "@/lib/server/door/page";
import { getRotation } from "@/lib/server/rotations/get-rotation";

export const metadata = { title: "Rotation" };

async function RotationPage({ params }: PageProps<"/clusters/[clusterId]/rotations/[rotationId]">) {
  const { clusterId, rotationId: id } = await params;
  const rotationId = pageParam(z.uuid(), id);
  const client = new QueryClient();
  const details = await loadPage((principal) => getRotation(principal, rotationId));
  if (details.rotation.clusterId !== clusterId) notFound();
  client.setQueryData(rotationQuery(rotationId).queryKey, details);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RotationView rotationId={rotationId} />
    </HydrationBoundary>
  );
}

export default skeletonIfSlow(RotationPage, <Waiting source="database" label="Loading the rotation" columns={2} />);
