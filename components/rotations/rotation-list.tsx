"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { RotateCcwKey } from "lucide-react";
import { progressOf } from "@/components/rotations/words";
import { countText } from "@/components/states/count-text";
import { LoadFailure } from "@/components/states/load-failure";
import { Waiting } from "@/components/states/waiting";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Status } from "@/components/ui/feedback/status";
import { DataTable } from "@/components/ui/table/data-table";
import type { Column } from "@/components/ui/table/data-table-column";
import { LoadMore } from "@/components/ui/table/load-more";
import { NoValue } from "@/components/ui/table/no-value";
import { TextLink } from "@/components/ui/text/text-link";
import { Time } from "@/components/ui/time/time";
import { rotationAddress } from "@/lib/browser/rotation-addresses";
import { rotationsQuery } from "@/lib/browser/rotations";
import type { Rotation } from "@/lib/contract/rotations";

const COLUMNS: readonly Column<Rotation>[] = [
  {
    id: "clients",
    header: "Clients",
    rowHeader: true,
    cell: (rotation) => (
      <TextLink href={rotationAddress(rotation)} look="quiet" className="wrap-anywhere">
        {`${rotation.oldClient.name} → ${rotation.newName}`}
      </TextLink>
    ),
  },
  {
    id: "cluster",
    header: "Cluster",
    width: "w-48",
    cell: ({ clusterId, clusterName }) => <TextLink href={`/clusters/${clusterId}/api`}>{clusterName}</TextLink>,
  },
  {
    id: "progress",
    header: "Status",
    width: "w-52",
    cell: (rotation) => {
      const { words, tone } = progressOf(rotation);
      return <Status tone={tone}>{words}</Status>;
    },
  },
  {
    id: "deadline",
    header: "Overlap ends",
    width: "w-64",
    // A leaked client is deleted at once.
    cell: ({ reason, deadline }) => (reason === "leak" ? <NoValue /> : <Time at={deadline} />),
  },
  { id: "started", header: "Started by", width: "w-36", secondary: true, cell: ({ startedBy }) => startedBy },
];

/** The rotations in progress, on all clusters or on one, the one with the next deadline first. */
export function RotationList({ cluster }: { cluster?: string | undefined }) {
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    rotationsQuery(cluster),
  );
  const failure = error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />;
  const [page] = data?.pages ?? [];
  if (!page) return failure || <Waiting source="database" label="Loading rotations" columns={4} />;
  const rotations = data?.pages.flatMap((each) => each.rotations) ?? [];
  return (
    <div className="flex flex-col gap-4">
      {failure}
      {cluster && <TextLink href="/rotations">Show all clusters</TextLink>}
      {rotations.length === 0 ? (
        <EmptyState icon={<RotateCcwKey />} title="No rotations in progress">
          Rotate a client on the API tab of its cluster, or on its own page.
        </EmptyState>
      ) : (
        <DataTable
          label="Rotations"
          rows={rotations}
          total={page.found.count}
          columns={COLUMNS}
          rowKey={({ id }) => id}
          sort={null}
          wide
        />
      )}
      {(hasNextPage || (data?.pages.length ?? 0) > 1) && (
        <LoadMore
          hasMore={hasNextPage}
          pending={isFetchingNextPage}
          label={`Show more rotations (${rotations.length} of ${countText(page.found)})`}
          doneLabel="No more rotations"
          onLoadMore={() => void fetchNextPage()}
        />
      )}
    </div>
  );
}
