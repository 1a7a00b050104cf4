import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";

export default function FindingsLoading() {
  return (
    <>
      <PageHeader title="Findings" description="Problems with clients, and how to fix them." />
      <Waiting source="database" label="Loading findings" columns={5} above="h-67 sm:h-32" />
    </>
  );
}
