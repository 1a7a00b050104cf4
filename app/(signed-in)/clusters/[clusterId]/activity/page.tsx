import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { AuditLog } from "@/components/audit/audit-log";
import { auditQuery } from "@/lib/browser/audit";
import { readAuditFilter } from "@/lib/contract/audit";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { listEvents } from "@/lib/server/audit/list-events";
import { loadPage, pageParam } from "@/lib/server/door/page";

export const metadata = { title: "Activity" };

export default async function ActivityPage({ params, searchParams }: PageProps<"/clusters/[clusterId]/activity">) {
  const cluster = pageParam(clusterIdSchema, (await params).clusterId);
  const filter = { ...readAuditFilter(await searchParams), cluster };
  const client = new QueryClient();
  const page = await loadPage((principal) => listEvents(principal, filter));
  client.setQueryData(auditQuery(filter).queryKey, { pages: [page], pageParams: [null] });
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <AuditLog filter={filter} clusterId={cluster} />
    </HydrationBoundary>
  );
}
