import { cookies } from "next/headers";
import { OverviewParts } from "@/components/overview/overview-parts";
import { ChecklistCard } from "@/components/setup/checklist-card";
import { DISMISSED, memoryCookie, readMemory } from "@/components/setup/checklist-memory";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { ButtonLink } from "@/components/ui/button/button-link";
import { PageHeader } from "@/components/ui/text/page-header";
import { Ago } from "@/components/ui/time/ago";
import { loadPage } from "@/lib/server/door/page";
import { getOverview } from "@/lib/server/overview/get-overview";
import { findChecklist } from "@/lib/server/setup/checklists";

export const metadata = { title: "Overview" };

function Head({ oldest }: { oldest: string | null }) {
  return (
    <div className="flex flex-wrap items-start justify-between gap-3">
      <PageHeader
        title="Overview"
        description={
          <>
            The API clients of all clusters that you have access to
            {oldest && (
              <>
                {". Oldest data: "}
                <Ago at={oldest} />
              </>
            )}
          </>
        }
      />
      <ButtonLink href="/report">Open report</ButtonLink>
    </div>
  );
}

async function StartPage() {
  const { overview, checklist, memory } = await loadPage(async (principal) => {
    const memory = (await cookies()).get(memoryCookie(principal.memberId))?.value ?? "";
    const isDismissed = readMemory(memory).has(DISMISSED);
    return {
      overview: await getOverview(principal),
      checklist: isDismissed ? null : await findChecklist(principal),
      memory,
    };
  });
  return (
    <>
      <Head oldest={overview.oldest} />
      {checklist && <ChecklistCard checklist={checklist} memberId={overview.memberId} memory={memory} />}
      <OverviewParts overview={overview} />
    </>
  );
}

export default skeletonIfSlow(
  StartPage,
  <>
    <Head oldest={null} />
    <Waiting label="Loading the overview" columns={2} />
  </>,
);
