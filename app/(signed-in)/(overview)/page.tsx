import { OverviewParts } from "@/components/overview/overview-parts";
import { ButtonLink } from "@/components/ui/button/button-link";
import { PageHeader } from "@/components/ui/text/page-header";
import { Ago } from "@/components/ui/time/ago";
import { loadPage } from "@/lib/server/door/page";
import { getOverview } from "@/lib/server/overview/get-overview";

export const metadata = { title: "Overview" };

export default async function StartPage() {
  const overview = await loadPage((principal) => getOverview(principal));
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <PageHeader
          title="Overview"
          description={
            <>
              The API clients of all clusters that you may see
              {overview.oldest && (
                <>
                  {" · oldest data from "}
                  <Ago at={overview.oldest} />
                </>
              )}
            </>
          }
        />
        <ButtonLink href="/report">Print report</ButtonLink>
      </div>
      <OverviewParts overview={overview} />
    </>
  );
}
