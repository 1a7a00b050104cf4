import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { AuditLog } from "@/components/audit/audit-log";
import { PageHeader } from "@/components/ui/text/page-header";
import { auditQuery } from "@/lib/browser/audit";
import { readAuditFilter } from "@/lib/contract/audit";
import { readHistory } from "@/lib/server/audit/read-history";
import { loadPage } from "@/lib/server/door/page";

export const metadata = { title: "Audit" };

export default async function AuditPage({ searchParams }: PageProps<"/audit">) {
  const filter = readAuditFilter(await searchParams);
  const client = new QueryClient();
  const page = await loadPage((principal) => readHistory(principal, filter));
  client.setQueryData(auditQuery(filter).queryKey, { pages: [page], pageParams: [null] });
  return (
    <>
      <PageHeader title="Audit" description="Who did what, and when. Events can't be changed or deleted." />
      <HydrationBoundary state={dehydrate(client)}>
        <AuditLog filter={filter} />
      </HydrationBoundary>
    </>
  );
}
