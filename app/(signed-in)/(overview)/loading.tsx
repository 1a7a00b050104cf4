import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";

export default function OverviewLoading() {
  return (
    <>
      <PageHeader title="Overview" description="The API clients of all clusters that you have access to" />
      <Waiting label="Loading the overview" columns={2} />
    </>
  );
}
