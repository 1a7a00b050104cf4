import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";

export default function MeLoading() {
  return (
    <>
      <PageHeader title="For me" description="Ends and reviews of your clients, and your rotations." />
      <Waiting source="database" label="Loading what waits for you" columns={5} />
    </>
  );
}
