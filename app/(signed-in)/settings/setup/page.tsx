import { SetupView } from "@/components/setup/setup-view";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";
import { loadPage } from "@/lib/server/door/page";
import { findBackupNote } from "@/lib/server/setup/setup";

export const metadata = { title: "Setup check" };

async function SetupPage() {
  const note = await loadPage(findBackupNote);
  return (
    <>
      <PageHeader title="Setup check" description="What Latchkey needs, what of it is missing, and how to mend it." />
      <SetupView note={note} />
    </>
  );
}

export default skeletonIfSlow(
  SetupPage,
  <>
    <PageHeader title="Setup check" description="What Latchkey needs, what of it is missing, and how to mend it." />
    <Waiting source="database" label="Loading the setup check" columns={1} />
  </>,
);
