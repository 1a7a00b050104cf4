import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";

export default function RotationsLoading() {
  return (
    <>
      <PageHeader title="Rotations" description="Clients that are being replaced, and what each waits for." />
      <Waiting source="database" label="Loading rotations" columns={4} />
    </>
  );
}
