"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Boxes, RefreshCw } from "lucide-react";
import { GROUP_CHOICES, withHeadings } from "@/components/clusters/cluster-groups";
import { ClusterLabels } from "@/components/clusters/cluster-labels";
import { ClusterStatus, statusWords } from "@/components/clusters/cluster-status";
import { StageBadge } from "@/components/clusters/stage-badge";
import { SyncFailure } from "@/components/clusters/sync-failure";
import { ListNotices } from "@/components/states/list-age";
import { LoadFailure } from "@/components/states/load-failure";
import { SyncBar } from "@/components/states/sync-bar";
import { useListView } from "@/components/states/use-list-view";
import { Waiting } from "@/components/states/waiting";
import { Button } from "@/components/ui/button/button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { SearchField } from "@/components/ui/field/search-field";
import { Select } from "@/components/ui/field/select";
import { DataTable } from "@/components/ui/table/data-table";
import type { Column } from "@/components/ui/table/data-table-column";
import { LoadMore } from "@/components/ui/table/load-more";
import { NoValue } from "@/components/ui/table/no-value";
import { TextLink } from "@/components/ui/text/text-link";
import { Ago } from "@/components/ui/time/ago";
import { clustersQuery } from "@/lib/browser/clusters";
import { findingsAddress } from "@/lib/browser/finding-counts";
import { useSync } from "@/lib/browser/use-sync";
import type { ClusterList as List } from "@/lib/contract/clusters";
import { CLUSTER_GROUPS, CLUSTER_SORTS } from "@/lib/contract/sorts";

type Row = List["clusters"][number];

/** "1 client", where a column's header says nothing; beside it the number alone. */
const counted = (count: number, what: string) => (
  <>
    {count}
    <span className="tabular:sr-only">{count === 1 ? ` ${what}` : ` ${what}s`}</span>
  </>
);

const COLUMNS: readonly Column<Row>[] = [
  {
    id: "name",
    header: "Name",
    rowHeader: true,
    sortable: true,
    cell: ({ id, name, stage, labels, syncError, clientsListedAt }) => (
      <>
        <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
          <TextLink href={`/clusters/${id}/api`} look="quiet">
            {name}
          </TextLink>
          {stage && <StageBadge stage={stage} />}
          <ClusterLabels labels={labels} />
        </span>
        {syncError && <SyncFailure code={syncError} asOf={clientsListedAt} />}
      </>
    ),
  },
  {
    id: "status",
    header: "Status",
    width: "w-34",
    sortable: true,
    cell: ({ status }) => <ClusterStatus status={status} />,
  },
  {
    id: "version",
    header: "Version",
    width: "w-40",
    sortable: true,
    cell: ({ version, losesHosts }) => (
      <>
        {version ?? <NoValue />}
        {losesHosts && (
          <span className="block text-sm text-text-faint carded:ml-2 carded:inline">URLs change in 8.10</span>
        )}
      </>
    ),
  },
  {
    id: "region",
    secondary: true,
    header: "Region",
    width: "w-42",
    sortable: true,
    cell: ({ region, regionId }) => region ?? regionId ?? <NoValue />,
  },
  {
    id: "plan",
    secondary: true,
    header: "Plan",
    width: "w-36",
    sortable: true,
    cell: ({ plan }) => plan ?? <NoValue />,
  },
  {
    id: "clients",
    header: "Clients",
    width: "w-20",
    sortable: true,
    cell: ({ id, clientCount }) =>
      clientCount === null ? (
        <span className="text-text-faint">Not synced yet</span>
      ) : (
        <TextLink href={`/clusters/${id}/api`} look="quiet" className="tabular-nums">
          {counted(clientCount, "client")}
        </TextLink>
      ),
  },
  {
    id: "findings",
    header: "Findings",
    width: "w-22",
    cell: ({ id, name, openFindings }) =>
      openFindings === 0 ? (
        <NoValue />
      ) : (
        <TextLink href={findingsAddress({ cluster: id })} className="tabular-nums">
          {counted(openFindings, "finding")}
          <span className="sr-only"> on {name}</span>
        </TextLink>
      ),
  },
  {
    id: "changed",
    secondary: true,
    header: "Last change",
    width: "w-32",
    sortable: true,
    cell: ({ clientsChangedAt }) =>
      clientsChangedAt === null ? (
        <NoValue />
      ) : (
        <span className="text-text-muted">
          <Ago at={clientsChangedAt} />
        </span>
      ),
  },
];

/** The clusters that a person may know of, to search, to sort and to open. `isLimited`: they may know of some only. */
export function ClusterList({ isLimited }: { isLimited: boolean }) {
  const { search, setSearch, leaveSearch, clearStatus, setGroup, sort, setSort, view } = useListView(CLUSTER_SORTS);
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage, isPlaceholderData } =
    useInfiniteQuery({ ...clustersQuery(view), placeholderData: keepPreviousData });
  const sync = useSync("clusters");
  const [page] = data?.pages ?? [];
  if (!page) {
    return error ? (
      <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />
    ) : (
      <Waiting label="Loading clusters" columns={8} above="h-control sm:max-w-80" />
    );
  }
  const clusters = data?.pages.flatMap((each) => each.clusters) ?? [];
  const groups = data?.pages.flatMap((each) => each.groups) ?? [];
  const { total, found, asOf, isComplete } = page;
  const stale = page.stale ?? sync.state?.error ?? null;
  return (
    <div className="flex flex-col gap-4">
      <ListNotices asOf={asOf} stale={stale} isComplete={isComplete} refresh={sync} />
      {error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />}
      {total === 0 && !stale && (
        <EmptyState
          icon={<Boxes />}
          title={isLimited ? "No clusters for you yet" : "No clusters yet"}
          action={
            <Button pending={sync.isRunning} pendingLabel="Syncing…" onClick={sync.run}>
              <RefreshCw />
              Sync now
            </Button>
          }
        >
          {isLimited
            ? "You don't have access to any cluster that Latchkey knows. Sync now, or ask an owner for access."
            : "Camunda reports no clusters that Latchkey's API client can see. Create a cluster in Camunda Console, or check the API client's permissions there."}
        </EmptyState>
      )}
      {total > 0 && (
        <>
          <div className="flex flex-wrap items-center justify-between gap-3 print:hidden">
            <div className="flex min-w-0 grow flex-wrap items-center gap-3">
              <SearchField
                label="Search clusters"
                value={search}
                onChange={setSearch}
                onLeave={leaveSearch}
                found={`${found} of ${total}`}
                className="grow sm:max-w-80"
              />
              <Select
                inline
                label="Group by"
                value={view.group ?? ""}
                onChange={({ target }) => setGroup(CLUSTER_GROUPS.find((group) => group === target.value))}
                options={GROUP_CHOICES}
              />
            </div>
            <SyncBar sync={sync} asOf={asOf} />
          </div>
          {view.status !== undefined && (
            <p className="flex flex-wrap items-center gap-2">
              Status: {statusWords(view.status)}
              <Button
                size="sm"
                onClick={() => {
                  clearStatus();
                  document.querySelector("main")?.focus();
                }}
              >
                Show all
              </Button>
            </p>
          )}
          <DataTable
            label="Clusters"
            // Until a list in its groups is there, the former one is shown as it is.
            rows={view.group && !isPlaceholderData ? withHeadings(clusters, view.group, groups) : clusters}
            total={found + new Set(groups.map(({ value }) => value)).size}
            columns={COLUMNS}
            rowKey={({ id }) => id}
            sort={sort}
            onSort={setSort}
            lines
            empty={
              <EmptyState icon={<Boxes />} title="No matching clusters">
                {search === ""
                  ? "No cluster has this status."
                  : `No cluster has “${search}” in its name, ID, region, version, plan or status.`}
              </EmptyState>
            }
          />
          {(hasNextPage || (data?.pages.length ?? 0) > 1) && (
            <LoadMore
              hasMore={hasNextPage}
              pending={isFetchingNextPage}
              label={`Show more clusters (${clusters.length} of ${found})`}
              doneLabel="No more clusters"
              onLoadMore={() => void fetchNextPage()}
            />
          )}
        </>
      )}
    </div>
  );
}
