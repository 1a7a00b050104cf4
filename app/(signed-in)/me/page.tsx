import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";
import { CalendarFeed } from "@/components/waiting/calendar-feed";
import { WaitingList } from "@/components/waiting/waiting-list";
import { calendarQuery, waitingQuery } from "@/lib/browser/waiting";
import { getCalendar } from "@/lib/server/calendar/calendar-address";
import { loadPage } from "@/lib/server/door/page";
import { listWaiting } from "@/lib/server/ends/list-waiting";

export const metadata = { title: "For me" };

async function Me() {
  const client = new QueryClient();
  const { page, calendar } = await loadPage(async (principal) => ({
    page: await listWaiting(principal),
    calendar: await getCalendar(principal),
  }));
  client.setQueryData(waitingQuery.queryKey, { pages: [page], pageParams: [null] });
  client.setQueryData(calendarQuery.queryKey, calendar);
  return (
    <>
      <PageHeader title="For me" description="Ends and reviews of your clients, and your rotations." />
      <HydrationBoundary state={dehydrate(client)}>
        <div className="flex flex-col gap-8">
          <WaitingList />
          <CalendarFeed />
        </div>
      </HydrationBoundary>
    </>
  );
}

export default skeletonIfSlow(
  Me,
  <>
    <PageHeader title="For me" description="Ends and reviews of your clients, and your rotations." />
    <Waiting source="database" label="Loading what waits for you" columns={5} />
  </>,
);
