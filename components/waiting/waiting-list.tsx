"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { CalendarCheck } from "lucide-react";
import { useState } from "react";
import { PutOff, StillNeeded } from "@/components/metadata/date-steps";
import type { Edited } from "@/components/metadata/edit-clients-dialog";
import { EditedBanner } from "@/components/metadata/edited-banner";
import { LoadFailure } from "@/components/states/load-failure";
import { Waiting } from "@/components/states/waiting";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { DataTable } from "@/components/ui/table/data-table";
import type { Column } from "@/components/ui/table/data-table-column";
import { LoadMore } from "@/components/ui/table/load-more";
import { TextLink } from "@/components/ui/text/text-link";
import { Day } from "@/components/ui/time/day";
import { Time } from "@/components/ui/time/time";
import { useZone } from "@/components/ui/time/use-zoned-text";
import { rotationAddress } from "@/lib/browser/rotation-addresses";
import { waitingQuery } from "@/lib/browser/waiting";
import type { WaitingItem } from "@/lib/contract/waiting";

const addressOf = ({ kind, id, clusterId, clientId }: WaitingItem) =>
  kind === "rotation"
    ? rotationAddress({ clusterId, id })
    : `/clusters/${clusterId}/clients/${encodeURIComponent(clientId)}`;

function whatOf({ kind, end }: WaitingItem): string {
  if (kind === "review") return "Review: is it still needed?";
  if (kind === "rotation") return "Rotation: finish it by this date";
  return end?.action === "delete" ? "End: Latchkey deletes it in Camunda" : "End: Latchkey tells you; the client stays";
}

function Step({ item, onDone }: { item: WaitingItem; onDone: (edited: Edited) => void }) {
  if (!item.mayEdit)
    return (
      <TextLink href={addressOf(item)}>
        {item.kind === "rotation" ? "Open rotation" : "Open client"}
        <span className="sr-only"> {item.name}</span>
      </TextLink>
    );
  return item.kind === "review" ? (
    <StillNeeded client={item} onDone={onDone} />
  ) : (
    <PutOff client={item} onDone={onDone} />
  );
}

const columnsFor = (onDone: (edited: Edited) => void): Column<WaitingItem>[] => [
  {
    id: "client",
    header: "Client",
    rowHeader: true,
    cell: (item) => (
      <TextLink href={addressOf(item)} look="quiet" className="wrap-anywhere">
        {item.name}
      </TextLink>
    ),
  },
  { id: "cluster", header: "Cluster", secondary: true, cell: ({ clusterName }) => clusterName },
  { id: "what", header: "What", cell: whatOf },
  {
    id: "when",
    header: "When",
    width: "w-52",
    cell: ({ kind, at }) => (kind === "review" ? <Day at={at} /> : <Time at={at} />),
  },
  {
    id: "step",
    header: "Step",
    headerHidden: true,
    width: "w-80",
    cell: (item) => <Step item={item} onDone={onDone} />,
  },
];

/** In which zone the times are. */
function ZoneNote() {
  const zone = useZone();
  return <p className="text-sm text-text-muted">Times are in {zone ? `your zone, ${zone}` : "UTC"}.</p>;
}

/** What waits for the reader, the next first. */
export function WaitingList() {
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } =
    useInfiniteQuery(waitingQuery);
  const [edited, setEdited] = useState<Edited | null>(null);
  if (!data)
    return error ? (
      <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />
    ) : (
      <Waiting source="database" label="Loading what waits for you" columns={5} />
    );
  const items = data.pages.flatMap((page) => page.items);
  return (
    <div className="flex flex-col gap-4">
      <EditedBanner edited={edited} />
      {items.length > 0 && <ZoneNote />}
      <DataTable
        label="What waits for you"
        rows={items}
        columns={columnsFor(setEdited)}
        rowKey={({ kind, id }) => `${kind} ${id}`}
        sort={null}
        empty={
          <EmptyState icon={<CalendarCheck />} title="Nothing is waiting for you">
            Ends and reviews of clients that you own, and rotations that you started, appear here.
          </EmptyState>
        }
      />
      {(hasNextPage || data.pages.length > 1) && (
        <LoadMore
          hasMore={hasNextPage}
          pending={isFetchingNextPage}
          label={`Show more (${items.length} so far)`}
          doneLabel="Nothing more is waiting for you"
          onLoadMore={() => void fetchNextPage()}
        />
      )}
    </div>
  );
}
