import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";

export default function ClientsLoading() {
  return (
    <>
      <PageHeader title="Clients" description="The API clients of all clusters that you may see." />
      <Waiting source="database" label="Loading clients" columns={6} above="h-8 sm:max-w-96" />
    </>
  );
}
