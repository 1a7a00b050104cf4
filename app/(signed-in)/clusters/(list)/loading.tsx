import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";

export default function ClustersLoading() {
  return (
    <>
      <PageHeader title="Clusters" description="The clusters of your Camunda 8 organization." />
      <Waiting label="Loading clusters" columns={8} above="h-8 sm:max-w-80" />
    </>
  );
}
