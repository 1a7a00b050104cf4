"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { useSaving } from "@/components/notices/use-saving";
import { CHANNEL_NAMES } from "@/components/notices/words";
import { ActionFailure } from "@/components/states/action-failure";
import { LoadFailure } from "@/components/states/load-failure";
import { Button } from "@/components/ui/button/button";
import { DoneBanner } from "@/components/ui/feedback/done-banner";
import { DataTable } from "@/components/ui/table/data-table";
import type { Column } from "@/components/ui/table/data-table-column";
import { LoadMore } from "@/components/ui/table/load-more";
import { Time } from "@/components/ui/time/time";
import { noticeFailuresQuery, sendFailedNotices } from "@/lib/browser/notices";
import { NOTICES } from "@/lib/contract/notice-kinds";
import type { NoticeFailures as Page } from "@/lib/contract/notices";

type Failure = Page["failures"][number];

const COLUMNS: readonly Column<Failure>[] = [
  {
    id: "about",
    header: "About",
    rowHeader: true,
    cell: ({ kinds }) => kinds.map((kind) => NOTICES[kind].title).join(", "),
  },
  { id: "channel", header: "Channel", width: "w-36", cell: ({ channel }) => CHANNEL_NAMES[channel] },
  { id: "reader", header: "Recipient", width: "w-40", cell: ({ memberName }) => memberName ?? "Team channel" },
  {
    id: "created",
    header: "Created",
    width: "w-48",
    cell: ({ createdAt }) => <Time at={createdAt} relative={false} />,
  },
  {
    id: "answer",
    header: "Last response",
    cell: ({ answer }) => <span className="font-mono text-sm wrap-anywhere">{answer}</span>,
  },
];

/** Messages that were given up after a day and a half of tries, with what their receivers said. */
export function NoticeFailures({ first }: { first: Page }) {
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...noticeFailuresQuery,
    initialData: { pages: [first], pageParams: [null] },
  });
  const { isPending, failure, done, save } = useSaving();
  const failures = data.pages.flatMap((page) => page.failures);
  const again = () =>
    save(async () => {
      await sendFailedNotices();
      await refetch();
      return "Latchkey sends them again within a minute.";
    });
  return (
    <section aria-labelledby="notice-failures" className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="notice-failures" className="text-lg font-semibold">
          Failed messages
        </h2>
        {failures.length > 0 && (
          <Button pending={isPending} pendingLabel="Sending…" onClick={() => void again()}>
            Send all again
          </Button>
        )}
      </div>
      {error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />}
      <ActionFailure title="Nothing was sent" failure={failure} />
      <DoneBanner message={done} />
      {failures.length === 0 ? (
        <p className="text-text-muted">
          No failed messages. Latchkey tries each one seven times over a day and a half.
        </p>
      ) : (
        <DataTable
          label="Failed messages"
          rows={failures}
          total={failures.length}
          columns={COLUMNS}
          rowKey={({ id }) => id}
          sort={null}
        />
      )}
      {(hasNextPage || data.pages.length > 1) && (
        <LoadMore
          hasMore={hasNextPage}
          pending={isFetchingNextPage}
          label="Show older failures"
          doneLabel="No older failures"
          onLoadMore={() => void fetchNextPage()}
        />
      )}
    </section>
  );
}
