import { NoticeChannels } from "@/components/notices/notice-channels";
import { NoticeFailures } from "@/components/notices/notice-failures";
import { NoticeRules } from "@/components/notices/notice-rules";
import { OwnNotices } from "@/components/notices/own-notices";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";
import { Waiting } from "@/components/states/waiting";
import { PageHeader } from "@/components/ui/text/page-header";
import { may } from "@/lib/contract/rights";
import { loadPage } from "@/lib/server/door/page";
import { listFailures } from "@/lib/server/notices/failures";
import { findNoticeSettings } from "@/lib/server/notices/notice-settings";
import { findOwnNotices } from "@/lib/server/notices/own-notices";

export const metadata = { title: "Notices" };

async function NoticesPage() {
  const { own, forOwners } = await loadPage(async (principal) => ({
    own: await findOwnNotices(principal),
    forOwners: may(principal.role, "notices.manage")
      ? { settings: await findNoticeSettings(principal), failures: await listFailures(principal) }
      : null,
  }));
  return (
    <>
      <PageHeader title="Notices" description="Who is told about clients and Latchkey, and how." />
      <div className="flex flex-col gap-8">
        <OwnNotices own={own} />
        {forOwners && (
          <>
            <NoticeRules settings={forOwners.settings} />
            <NoticeChannels channels={forOwners.settings.channels} />
            <NoticeFailures first={forOwners.failures} />
          </>
        )}
      </div>
    </>
  );
}

export default skeletonIfSlow(
  NoticesPage,
  <>
    <PageHeader title="Notices" description="Who is told about clients and Latchkey, and how." />
    <Waiting source="database" label="Loading notices" columns={3} />
  </>,
);
