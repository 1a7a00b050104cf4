import { ReportView } from "@/components/overview/report-view";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { loadPage, pageParam } from "@/lib/server/door/page";
import { getReport } from "@/lib/server/overview/get-overview";

export const metadata = { title: "Report" };

export default async function ClusterReportPage({ params }: PageProps<"/clusters/[clusterId]/report">) {
  const cluster = pageParam(clusterIdSchema, (await params).clusterId);
  const report = await loadPage((principal) => getReport(principal, { cluster }));
  return <ReportView report={report} back={`/clusters/${cluster}/overview`} />;
}
