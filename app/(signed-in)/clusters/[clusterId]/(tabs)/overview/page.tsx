import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { loadCluster, titledByCluster } from "@/app/(signed-in)/clusters/[clusterId]/(tabs)/load-cluster";
import { ClusterOverview } from "@/components/clusters/cluster-overview";
import { OverviewParts } from "@/components/overview/overview-parts";
import { ScopeMatrix } from "@/components/overview/scope-matrix";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { ButtonLink } from "@/components/ui/button/button-link";
import { clusterQuery } from "@/lib/browser/clusters";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { loadPage, pageParam } from "@/lib/server/door/page";
import { getOverview, getScopeMatrix } from "@/lib/server/overview/get-overview";

export const generateMetadata = titledByCluster("Overview");

async function OverviewPage({ params }: PageProps<"/clusters/[clusterId]/overview">) {
  const cluster = pageParam(clusterIdSchema, (await params).clusterId);
  const client = new QueryClient();
  client.setQueryData(clusterQuery(cluster).queryKey, await loadCluster(cluster));
  const { overview, matrix } = await loadPage(async (principal) => ({
    overview: await getOverview(principal, { cluster }),
    matrix: await getScopeMatrix(principal, cluster),
  }));
  return (
    <div className="flex flex-col gap-6">
      <OverviewParts overview={overview} />
      <section className="flex min-w-0 flex-col gap-2">
        <div className="flex flex-wrap items-center justify-between gap-3">
          <h2 className="text-lg font-semibold">Clients and their scopes</h2>
          <ButtonLink href={`/clusters/${cluster}/report`}>Open report</ButtonLink>
        </div>
        <ScopeMatrix clusterId={cluster} {...matrix} />
      </section>
      <HydrationBoundary state={dehydrate(client)}>
        <ClusterOverview clusterId={cluster} />
      </HydrationBoundary>
    </div>
  );
}

export default skeletonIfSlow(OverviewPage, <Waiting label="Loading the overview" />);
