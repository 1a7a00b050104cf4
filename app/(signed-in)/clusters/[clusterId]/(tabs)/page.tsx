import { redirect } from "next/navigation";

export default async function ClusterPage({ params }: PageProps<"/clusters/[clusterId]">) {
  redirect(`/clusters/${encodeURIComponent((await params).clusterId)}/api`);
}
