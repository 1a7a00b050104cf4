import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";

export default function NoticesLoading() {
  return (
    <>
      <PageHeader title="Notices" description="Who is told what happens to clients and to Latchkey." />
      <Waiting source="database" label="Loading notices" columns={3} />
    </>
  );
}
