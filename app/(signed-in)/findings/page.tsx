import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { FindingsPage } from "@/components/findings/findings-page";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";
import { findingCountsQuery } from "@/lib/browser/finding-counts";
import { findingsQuery } from "@/lib/browser/findings";
import { readFindingView } from "@/lib/contract/findings";
import { loadPage } from "@/lib/server/door/page";
import { countByRule, listFindings } from "@/lib/server/findings/list-findings";

export const metadata = { title: "Findings" };

async function Findings({ searchParams }: PageProps<"/findings">) {
  const view = readFindingView(await searchParams);
  const client = new QueryClient();
  const { counts, rule, list } = await loadPage(async (principal) => {
    const counted = await countByRule(principal, view);
    const first = counted.rules.find(({ open, dismissed }) => (view.dismissed ? dismissed : open).count > 0);
    const chosen = view.rule ?? first?.rule ?? null;
    return {
      counts: counted,
      rule: chosen,
      list: chosen && (await listFindings(principal, { ...view, rule: chosen })),
    };
  });
  client.setQueryData(findingCountsQuery(view.cluster).queryKey, counts);
  if (rule && list)
    client.setQueryData(findingsQuery({ ...view, rule }).queryKey, { pages: [list], pageParams: [null] });
  return (
    <>
      <PageHeader title="Findings" description="What is wrong with clients, and the step that mends it." />
      <HydrationBoundary state={dehydrate(client)}>
        <FindingsPage view={view} rule={rule} />
      </HydrationBoundary>
    </>
  );
}

export default skeletonIfSlow(
  Findings,
  <>
    <PageHeader title="Findings" description="What is wrong with clients, and the step that mends it." />
    <Waiting source="database" label="Loading findings" columns={5} above="h-67 sm:h-32" />
  </>,
);
