import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";

export default function SetupLoading() {
  return (
    <>
      <PageHeader title="Setup check" description="What Latchkey needs, what is missing, and how to fix it." />
      <Waiting source="database" label="Loading the setup check" columns={1} />
    </>
  );
}
