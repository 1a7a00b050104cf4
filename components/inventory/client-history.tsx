"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { actionText, detailText, outcomeStatus } from "@/components/audit/words";
import { LoadFailure } from "@/components/states/load-failure";
import { Spinner } from "@/components/ui/feedback/spinner";
import { Status } from "@/components/ui/feedback/status";
import { LoadMore } from "@/components/ui/table/load-more";
import { Dotted } from "@/components/ui/text/dotted";
import { Time } from "@/components/ui/time/time";
import { auditQuery } from "@/lib/browser/audit";

/** What happened to a client, the latest first. */
export function ClientHistory({ clusterId, clientId }: { clusterId: string; clientId: string }) {
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    auditQuery({ cluster: clusterId, client: clientId }),
  );
  const events = data?.pages.flatMap((page) => page.events);
  return (
    <section aria-label="History" className="flex flex-col gap-2">
      <h2 className="text-lg font-semibold">History</h2>
      {error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />}
      {!events && !error && <Spinner>Loading the history</Spinner>}
      {events?.length === 0 && <p className="text-text-muted">Nothing has been recorded about this client.</p>}
      <ol className="divide-y divide-line">
        {events?.map(({ seq, at, action, outcome, actorName, detail }) => {
          const { words, tone } = outcomeStatus(outcome);
          // The page is about this client: other IDs say nothing here. The audit log has them.
          const more = detailText(detail, false);
          return (
            <li key={seq} className="flex flex-col gap-0.5 py-2">
              <span className="flex flex-wrap items-center gap-x-3">
                <span className="font-medium">{actionText(action)}</span>
                <Status tone={tone}>{words}</Status>
              </span>
              <span className="text-sm text-text-muted">
                <Dotted>
                  {actorName}
                  <Time at={at} />
                </Dotted>
              </span>
              {more && <span className="text-sm text-text-muted wrap-anywhere">{more}</span>}
            </li>
          );
        })}
      </ol>
      {data && (hasNextPage || data.pages.length > 1) && (
        <LoadMore
          hasMore={hasNextPage}
          pending={isFetchingNextPage}
          label="Show older events"
          doneLabel="No older events"
          onLoadMore={() => void fetchNextPage()}
        />
      )}
    </section>
  );
}
