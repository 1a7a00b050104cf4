import { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
import { AuditLog } from "@/components/audit/audit-log";
import { AuditTools } from "@/components/audit/audit-tools";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";
import { auditQuery } from "@/lib/browser/audit";
import { verificationQuery } from "@/lib/browser/verification";
import { readAuditFilter } from "@/lib/contract/audit";
import { may } from "@/lib/contract/rights";
import { readHistory } from "@/lib/server/audit/read-history";
import { findVerification } from "@/lib/server/audit/verification";
import { loadPage } from "@/lib/server/door/page";

export const metadata = { title: "Audit log" };

async function AuditPage({ searchParams }: PageProps<"/audit">) {
  const filter = readAuditFilter(await searchParams);
  const client = new QueryClient();
  const { page, verification } = await loadPage(async (principal) => ({
    page: await readHistory(principal, filter),
    verification: may(principal.access.everywhere, "audit.verify") ? await findVerification(principal) : null,
  }));
  client.setQueryData(auditQuery(filter).queryKey, { pages: [page], pageParams: [null] });
  if (verification) client.setQueryData(verificationQuery.queryKey, verification);
  return (
    <>
      <PageHeader title="Audit log" description="Who did what, and when. Events can't be changed or deleted." />
      <HydrationBoundary state={dehydrate(client)}>
        <AuditLog filter={filter} tools={<AuditTools filter={filter} mayVerify={verification !== null} />} />
      </HydrationBoundary>
    </>
  );
}

export default skeletonIfSlow(
  AuditPage,
  <>
    <PageHeader title="Audit log" description="Who did what, and when. Events can't be changed or deleted." />
    <Waiting source="database" label="Loading audit events" columns={5} above="h-control" />
  </>,
);
