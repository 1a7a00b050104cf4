"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { UserRound } from "lucide-react";
import { useState } from "react";
import { nameOf, ROLE_NAMES, STATES } from "@/components/members/words";
import { LoadFailure } from "@/components/states/load-failure";
import { useSettled } from "@/components/states/use-list-view";
import { Waiting } from "@/components/states/waiting";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { Status } from "@/components/ui/feedback/status";
import { SearchField } from "@/components/ui/field/search-field";
import { DataTable } from "@/components/ui/table/data-table";
import type { Column } from "@/components/ui/table/data-table-column";
import { LoadMore } from "@/components/ui/table/load-more";
import { clusterAccessQuery } from "@/lib/browser/members";
import type { ClusterAccess as Access } from "@/lib/contract/members";

type Row = Access["members"][number];

/** Where a role comes from, such as "All clusters" or "Name pattern orders-*, by group ops". */
function reasonText({ on, group }: Row["reasons"][number]): string {
  const where = on === "all" ? "All clusters" : on === "cluster" ? "This cluster" : `Name pattern ${on.pattern}`;
  return group === null ? where : `${where}, by group ${group}`;
}

const COLUMNS: readonly Column<Row>[] = [
  {
    id: "name",
    header: "Name",
    rowHeader: true,
    cell: (row) => <span className="font-medium">{nameOf(row)}</span>,
  },
  { id: "email", header: "E-mail", width: "w-40 @4xl:w-64", cell: ({ email }) => email ?? "–" },
  { id: "role", header: "Role", width: "w-24", cell: ({ role }) => ROLE_NAMES[role] },
  {
    id: "reasons",
    header: "Reason",
    cell: ({ reasons }) =>
      reasons.map((reason) => (
        <span key={JSON.stringify(reason)} className="block">
          {reasons.length > 1 && `${ROLE_NAMES[reason.role]}: `}
          {reasonText(reason)}
        </span>
      )),
  },
  {
    id: "state",
    header: "State",
    width: "w-28",
    cell: ({ state }) => <Status tone={STATES[state].tone}>{STATES[state].words}</Status>,
  },
];

/** A cluster's Access tab: who holds which role here, and why. */
export function ClusterAccess({ clusterId }: { clusterId: string }) {
  const [search, setSearch] = useState("");
  const settled = useSettled(search.trim());
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    ...clusterAccessQuery(clusterId, settled === "" ? {} : { search: settled }),
    placeholderData: keepPreviousData,
  });
  const [page] = data?.pages ?? [];
  const failure = error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />;
  if (!page)
    return failure || <Waiting source="database" label="Loading access" columns={5} above="h-control sm:max-w-80" />;
  const rows = data?.pages.flatMap(({ members }) => members) ?? [];
  const { found, total } = page;
  return (
    <div className="flex flex-col gap-4">
      {failure}
      <p className="max-w-prose text-text-muted">
        People who have access to this cluster. The strongest role counts. Owners change roles under Settings.
      </p>
      <SearchField
        label="Search people"
        value={search}
        onChange={setSearch}
        found={`${found} of ${total}`}
        className="sm:max-w-80"
      />
      <DataTable
        label="Access"
        rows={rows}
        total={found}
        columns={COLUMNS}
        rowKey={({ id }) => id}
        sort={null}
        empty={
          <EmptyState icon={<UserRound />} title="No matching people">
            Nobody with access to this cluster has “{search}” in their name or e-mail address.
          </EmptyState>
        }
      />
      {(hasNextPage || (data?.pages.length ?? 0) > 1) && (
        <LoadMore
          hasMore={hasNextPage}
          pending={isFetchingNextPage}
          label={`Show more people (${rows.length} of ${found})`}
          doneLabel="No more people"
          onLoadMore={() => void fetchNextPage()}
        />
      )}
    </div>
  );
}
