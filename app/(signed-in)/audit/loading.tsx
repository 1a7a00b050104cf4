import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";

export default function AuditLoading() {
  return (
    <>
      <PageHeader title="Audit" description="Who did what, and when. Events can't be changed or deleted." />
      <Waiting source="database" label="Loading audit events" columns={5} above="h-control" />
    </>
  );
}
