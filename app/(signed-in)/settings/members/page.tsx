import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { MemberList } from "@/components/members/member-list";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";
import { membersQuery } from "@/lib/browser/members";
import { loadPage } from "@/lib/server/door/page";
import { listMembers } from "@/lib/server/members/list-members";

export const metadata = { title: "Members" };

async function MembersPage() {
  const client = new QueryClient();
  const page = await loadPage((principal) => listMembers(principal));
  client.setQueryData(membersQuery().queryKey, { pages: [page], pageParams: [null] });
  return (
    <>
      <PageHeader title="Members" description="Who may use Latchkey, with which role, on which clusters." />
      <HydrationBoundary state={dehydrate(client)}>
        <MemberList />
      </HydrationBoundary>
    </>
  );
}

export default skeletonIfSlow(
  MembersPage,
  <>
    <PageHeader title="Members" description="Who may use Latchkey, with which role, on which clusters." />
    <Waiting source="database" label="Loading members" columns={6} above="h-8 sm:max-w-80" />
  </>,
);
