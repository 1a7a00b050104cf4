"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { LoadFailure } from "@/components/states/load-failure";
import { DataTable } from "@/components/ui/table/data-table";
import type { Column } from "@/components/ui/table/data-table-column";
import { LoadMore } from "@/components/ui/table/load-more";
import { Time } from "@/components/ui/time/time";
import { consoleEventsQuery } from "@/lib/browser/console-events";
import type { ConsoleEventPage } from "@/lib/contract/console-events";

type Row = ConsoleEventPage["events"][number];

const COLUMNS: readonly Column<Row>[] = [
  {
    id: "at",
    header: "When",
    width: "w-54",
    cell: ({ at }) => (at ? <Time at={at} relative={false} seconds /> : "Not reported"),
  },
  { id: "who", header: "Camunda user", width: "w-48", cell: ({ userId }) => userId },
  {
    id: "action",
    header: "Action",
    rowHeader: true,
    width: "w-36",
    cell: ({ kind }) => <span className="font-medium">{kind === "create" ? "Create client" : "Delete client"}</span>,
  },
  {
    id: "client",
    header: "Client",
    width: "w-76",
    cell: ({ clientId, clientName }) => (
      <>
        {clientName}
        {clientId && <code className="block text-sm text-text-muted wrap-anywhere">{clientId}</code>}
      </>
    ),
  },
  { id: "text", header: "Camunda's description", cell: ({ text }) => <span className="wrap-anywhere">{text}</span> },
];

/** How old the shown events are, or why there are none. */
function Notice({ readAt, error }: Pick<ConsoleEventPage, "readAt" | "error">) {
  if (readAt === null && error === "console_denied")
    return (
      <>
        What people do in Camunda Console is not shown here, because Latchkey's API client may not read the activity log
        (Console: Organization &gt; Administration API).
      </>
    );
  if (readAt === null) return <>Camunda's activity log {error ? "could not be read yet." : "has not been read yet."}</>;
  return (
    <>
      According to Camunda's activity log, as of <Time at={readAt} />
      {error === "console_denied" && ". Latchkey's API client may not read it any more."}
      {error && error !== "console_denied" && ". It could not be read since then."}
    </>
  );
}

/** What people did with this cluster's clients outside Latchkey, according to Camunda's activity log. */
export function ConsoleEvents({ clusterId }: { clusterId: string }) {
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    consoleEventsQuery(clusterId),
  );
  const [page] = data?.pages ?? [];
  const events = data?.pages.flatMap((each) => each.events) ?? [];
  return (
    <section aria-labelledby="console-events" className="flex flex-col gap-3">
      <div className="flex flex-col gap-1">
        <h2 id="console-events" className="text-lg font-semibold">
          In Camunda Console
        </h2>
        {page && (
          <p className="max-w-prose text-text-muted">
            <Notice {...page} />
          </p>
        )}
      </div>
      {error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />}
      {page && page.readAt !== null && events.length === 0 && (
        <p className="text-text-muted">Nobody has created or deleted a client of this cluster there.</p>
      )}
      {events.length > 0 && (
        <DataTable
          label="Events in Camunda Console"
          rows={events}
          columns={COLUMNS}
          rowKey={({ id }) => id}
          sort={null}
          wide
        />
      )}
      {data && (hasNextPage || data.pages.length > 1) && (
        <LoadMore
          hasMore={hasNextPage}
          pending={isFetchingNextPage}
          label="Show older events in Console"
          doneLabel="No older events in Console"
          onLoadMore={() => void fetchNextPage()}
        />
      )}
    </section>
  );
}
