import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";

export default function SessionsLoading() {
  return (
    <>
      <PageHeader title="Sessions" description="Browsers that are signed in. End what you don't recognize." />
      <Waiting source="database" label="Loading sessions" columns={4} />
    </>
  );
}
