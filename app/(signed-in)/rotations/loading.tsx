import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";

export default function RotationsLoading() {
  return (
    <>
      <PageHeader title="Rotations" description="Clients that are being replaced, and how far each is." />
      <Waiting source="database" label="Loading rotations" columns={4} />
    </>
  );
}
