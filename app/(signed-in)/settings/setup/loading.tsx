import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";

export default function SetupLoading() {
  return (
    <>
      <PageHeader title="Setup check" description="What Latchkey needs, what of it is missing, and how to mend it." />
      <Waiting source="database" label="Loading the setup check" columns={1} />
    </>
  );
}
