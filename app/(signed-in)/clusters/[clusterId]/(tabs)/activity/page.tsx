import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { titledByCluster } from "@/app/(signed-in)/clusters/[clusterId]/(tabs)/load-cluster";
import { AuditLog } from "@/components/audit/audit-log";
import { ConsoleEvents } from "@/components/audit/lazy-parts";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { auditQuery } from "@/lib/browser/audit";
import { consoleEventsQuery } from "@/lib/browser/console-events";
import { readAuditFilter } from "@/lib/contract/audit";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { listConsoleEvents } from "@/lib/server/audit/list-console-events";
import { listEvents } from "@/lib/server/audit/list-events";
import { loadPage, pageParam } from "@/lib/server/door/page";

export const generateMetadata = titledByCluster("Activity");

async function ActivityPage({ params, searchParams }: PageProps<"/clusters/[clusterId]/activity">) {
  const cluster = pageParam(clusterIdSchema, (await params).clusterId);
  const filter = { ...readAuditFilter(await searchParams), cluster };
  const client = new QueryClient();
  const { own, theirs } = await loadPage(async (principal) => ({
    own: await listEvents(principal, filter),
    theirs: await listConsoleEvents(principal, cluster),
  }));
  client.setQueryData(auditQuery(filter).queryKey, { pages: [own], pageParams: [null] });
  client.setQueryData(consoleEventsQuery(cluster).queryKey, { pages: [theirs], pageParams: [null] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ConsoleEvents clusterId={cluster} />
      <section aria-labelledby="history" className="flex flex-col gap-3">
        <h2 id="history" className="text-lg font-semibold">
          In Latchkey
        </h2>
        <AuditLog filter={filter} clusterId={cluster} />
      </section>
    </HydrationBoundary>
  );
}

export default skeletonIfSlow(
  ActivityPage,
  <Waiting source="database" label="Loading activity" columns={5} above="h-control" />,
);
