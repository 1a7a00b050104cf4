"use client";

import { useQuery } from "@tanstack/react-query";
import { Boxes } from "lucide-react";
import { useState } from "react";
import { ClusterStatus } from "@/components/clusters/cluster-status";
import { LoadFailure } from "@/components/states/load-failure";
import { StaleBanner } from "@/components/states/stale-banner";
import { Waiting } from "@/components/states/waiting";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { SearchField } from "@/components/ui/field/search-field";
import { DataTable } from "@/components/ui/table/data-table";
import type { Column, Sort } from "@/components/ui/table/data-table-column";
import { TextLink } from "@/components/ui/text/text-link";
import { Ago } from "@/components/ui/time/ago";
import { clustersQuery } from "@/lib/browser/clusters";
import { matches } from "@/lib/browser/search";
import type { ClusterList as List } from "@/lib/contract/clusters";

type Row = List["clusters"][number];

const COLUMNS: readonly Column<Row>[] = [
  {
    id: "name",
    header: "Name",
    rowHeader: true,
    sortable: true,
    cell: ({ id, name }) => (
      <TextLink href={`/clusters/${id}/overview`} look="quiet">
        {name}
      </TextLink>
    ),
  },
  {
    id: "status",
    header: "Status",
    width: "w-36",
    sortable: true,
    cell: ({ status }) => <ClusterStatus status={status} />,
  },
  {
    id: "version",
    header: "Version",
    width: "w-40",
    sortable: true,
    cell: ({ version }) => version ?? "–",
  },
  {
    id: "region",
    header: "Region",
    width: "@5xl:w-72",
    sortable: true,
    cell: ({ region, regionId }) => region ?? regionId ?? "–",
  },
  {
    id: "plan",
    secondary: true,
    header: "Plan",
    width: "w-44",
    sortable: true,
    cell: ({ plan }) => plan ?? "–",
  },
  {
    id: "clients",
    header: "Clients",
    width: "w-40",
    sortable: true,
    cell: ({ clientCount, clientCountAt }) =>
      clientCount === null || clientCountAt === null ? (
        <span className="text-text-faint">Not synced yet</span>
      ) : (
        <span className="inline-flex flex-wrap gap-x-2 tabular-nums">
          {clientCount}
          <span className="text-text-faint">
            <Ago at={clientCountAt} />
          </span>
        </span>
      ),
  },
];

/** All clusters, to search, to sort and to open. */
export function ClusterList() {
  const { data, error, isFetching, refetch } = useQuery(clustersQuery());
  const [search, setSearch] = useState("");
  const [sort, setSort] = useState<Sort>({ column: "name", direction: "ascending" });
  if (!data) {
    return error ? (
      <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />
    ) : (
      <Waiting label="Loading clusters" columns={6} above="h-8 sm:max-w-80" />
    );
  }
  const { clusters, asOf, stale } = data;
  const found = clusters.filter(({ id, name, region, regionId, version, plan, status }) =>
    matches(search, [id, name, region, regionId, version, plan, status]),
  );
  return (
    <div className="flex flex-col gap-4">
      {stale && <StaleBanner stale={stale} asOf={asOf} retrying={isFetching} onRetry={() => void refetch()} />}
      {clusters.length === 0 && !stale && (
        <EmptyState icon={<Boxes />} title="No clusters yet">
          Camunda reports no cluster that Latchkey's API client may see. Create a cluster in Camunda Console, or check
          the client's permissions there.
        </EmptyState>
      )}
      {clusters.length > 0 && (
        <>
          <SearchField
            label="Search clusters"
            value={search}
            onChange={setSearch}
            found={`${found.length} of ${clusters.length}`}
            className="sm:max-w-80"
          />
          <DataTable
            label="Clusters"
            rows={found}
            columns={COLUMNS}
            rowKey={({ id }) => id}
            sort={sort}
            onSort={setSort}
            empty={
              <EmptyState icon={<Boxes />} title="No matching clusters">
                No cluster has “{search}” in its name, ID, region, version, plan or status.
              </EmptyState>
            }
          />
        </>
      )}
    </div>
  );
}
