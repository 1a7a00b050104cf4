import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { loadCluster, loadStoredName } from "@/app/(signed-in)/clusters/[clusterId]/(tabs)/load-cluster";
import { ClusterHeader } from "@/components/clusters/cluster-header";
import { ClusterLabels } from "@/components/clusters/cluster-labels";
import { ClusterTabs } from "@/components/clusters/cluster-tabs";
import { ClusterStage } from "@/components/clusters/stage-badge";
import { countText } from "@/components/states/count-text";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { HeaderSkeleton } from "@/components/ui/feedback/skeleton";
import { TextLink } from "@/components/ui/text/text-link";
import { clusterQuery } from "@/lib/browser/clusters";
import { findingsAddress } from "@/lib/browser/finding-counts";
import { may } from "@/lib/contract/rights";
import { roleOn } from "@/lib/server/access/principal";
import { loadPage } from "@/lib/server/door/page";
import { countFindings } from "@/lib/server/findings/list-findings";

/**
 * Nothing is sent before this returns: a cluster that does not exist is a 404. Tabs and page of a stored cluster don't
 * wait for the header.
 */
export default async function ClusterLayout({ params, children }: LayoutProps<"/clusters/[clusterId]">) {
  const { clusterId } = await params;
  if ((await loadStoredName(clusterId)) === null) await loadCluster(clusterId);
  return (
    <>
      <Header params={params} />
      <Tabs params={params} />
      {children}
    </>
  );
}

type Params = Pick<LayoutProps<"/clusters/[clusterId]">, "params">;

/** Needs the session alone, which the layout around this one has read. */
const Tabs = skeletonIfSlow(
  async ({ params }: Params) => {
    const { clusterId } = await params;
    const role = await loadPage(({ access }) => roleOn(access, clusterId));
    return <ClusterTabs withAccess={may(role, "access.read")} />;
  },
  <ClusterTabs withAccess={false} />,
);

const Header = skeletonIfSlow(
  async ({ params }: Params) => {
    const { clusterId } = await params;
    const client = new QueryClient();
    const [detail, findings] = await Promise.all([
      loadCluster(clusterId),
      loadPage((principal) => countFindings(principal, clusterId)),
    ]);
    client.setQueryData(clusterQuery(clusterId).queryKey, detail);
    return (
      <HydrationBoundary state={dehydrate(client)}>
        <ClusterHeader
          clusterId={clusterId}
          badges={
            <>
              {detail.cluster && (
                <>
                  <ClusterStage cluster={detail.cluster} />
                  <ClusterLabels labels={detail.cluster.labels} />
                </>
              )}
              {findings.count > 0 && (
                <TextLink href={findingsAddress({ cluster: clusterId })}>
                  {findings.count === 1 ? "1 finding" : `${countText(findings)} findings`}
                </TextLink>
              )}
            </>
          }
        />
      </HydrationBoundary>
    );
  },
  <HeaderSkeleton label="Loading the cluster" />,
);
