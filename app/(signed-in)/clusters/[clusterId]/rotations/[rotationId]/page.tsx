import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { notFound } from "next/navigation";
import { cache } from "react";
import { z } from "zod";
import { RotationView } from "@/components/rotations/rotation-view";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { rotationQuery } from "@/lib/browser/rotations";
import { loadPage, pageParam } from "@/lib/server/door/page";
import { getRotation } from "@/lib/server/rotations/get-rotation";

type Props = PageProps<"/clusters/[clusterId]/rotations/[rotationId]">;

/** Title and page both ask. Without a session, no address is wrong. */
const loadRotation = cache((param: string) =>
  loadPage((principal) => getRotation(principal, pageParam(z.uuid(), param))),
);

async function detailsOf({ params }: Props) {
  const { clusterId, rotationId } = await params;
  const details = await loadRotation(rotationId);
  if (details.rotation.clusterId !== clusterId) notFound();
  return details;
}

export async function generateMetadata(props: Props) {
  const { oldClient, clusterName } = (await detailsOf(props)).rotation;
  return { title: `Rotation of ${oldClient.name} · ${clusterName}` };
}

async function RotationPage(props: Props) {
  const details = await detailsOf(props);
  const rotationId = details.rotation.id;
  const client = new QueryClient();
  client.setQueryData(rotationQuery(rotationId).queryKey, details);
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <RotationView rotationId={rotationId} />
    </HydrationBoundary>
  );
}

export default skeletonIfSlow(RotationPage, <Waiting source="database" label="Loading the rotation" columns={2} />);
