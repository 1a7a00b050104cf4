import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";

export default function FindingsLoading() {
  return (
    <>
      <PageHeader title="Findings" description="What is wrong with clients, and the step that mends it." />
      <Waiting source="database" label="Loading findings" columns={5} above="h-67 sm:h-32" />
    </>
  );
}
