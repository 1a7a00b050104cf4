import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { SessionList } from "@/components/sessions/session-list";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";
import { sessionsQuery } from "@/lib/browser/sessions";
import { may } from "@/lib/contract/rights";
import { readSessionFilter } from "@/lib/contract/sessions";
import { loadPage } from "@/lib/server/door/page";
import { listSessions } from "@/lib/server/sessions/list-sessions";

export const metadata = { title: "Sessions" };

async function SessionsPage({ searchParams }: PageProps<"/settings/sessions">) {
  const filter = readSessionFilter(await searchParams);
  const client = new QueryClient();
  const { page, memberId, mayManageAll } = await loadPage(async (principal, session) => ({
    page: await listSessions(principal, session, filter),
    memberId: principal.memberId,
    mayManageAll: may(principal.role, "sessions.manage"),
  }));
  client.setQueryData(sessionsQuery(filter).queryKey, { pages: [page], pageParams: [null] });
  return (
    <>
      <PageHeader title="Sessions" description="Browsers that are signed in. End what you don't recognize." />
      <HydrationBoundary state={dehydrate(client)}>
        <SessionList filter={filter} memberId={memberId} mayManageAll={mayManageAll} />
      </HydrationBoundary>
    </>
  );
}

export default skeletonIfSlow(
  SessionsPage,
  <>
    <PageHeader title="Sessions" description="Browsers that are signed in. End what you don't recognize." />
    <Waiting source="database" label="Loading sessions" columns={4} />
  </>,
);
