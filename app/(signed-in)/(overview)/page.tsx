import { OverviewParts } from "@/components/overview/overview-parts";
import { ButtonLink } from "@/components/ui/button/button-link";
import { PageHeader } from "@/components/ui/text/page-header";
import { loadPage } from "@/lib/server/door/page";
import { getOverview } from "@/lib/server/overview/get-overview";

export const metadata = { title: "Overview" };

export default async function StartPage() {
  const overview = await loadPage((principal) => getOverview(principal));
  return (
    <>
      <PageHeader title="Overview" description="The API clients of all clusters that you may see." />
      <OverviewParts overview={overview} />
      <div>
        <ButtonLink href="/report">Print report</ButtonLink>
      </div>
    </>
  );
}
