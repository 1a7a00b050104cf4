import { ReportView } from "@/components/overview/report-view";
import { loadPage } from "@/lib/server/door/page";
import { getReport } from "@/lib/server/overview/get-overview";

export const metadata = { title: "Report" };

export default async function ReportPage() {
  return <ReportView report={await loadPage((principal) => getReport(principal))} back="/" />;
}
