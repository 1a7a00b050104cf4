import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";

export default function MembersLoading() {
  return (
    <>
      <PageHeader title="Members" description="Who may use Latchkey, with which role, on which clusters." />
      <Waiting source="database" label="Loading members" columns={6} above="h-8 sm:max-w-80" />
    </>
  );
}
