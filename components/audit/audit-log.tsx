"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useRouter } from "next/navigation";
import type { ReactNode } from "react";
import { AuditChips } from "@/components/audit/audit-chips";
import { AuditTable } from "@/components/audit/audit-table";
import { LoadFailure } from "@/components/states/load-failure";
import { Waiting } from "@/components/states/waiting";
import { Button } from "@/components/ui/button/button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { LoadMore } from "@/components/ui/table/load-more";
import { auditQuery } from "@/lib/browser/audit";
import { queryString } from "@/lib/browser/query-string";
import type { AuditFilter } from "@/lib/contract/audit";

type AuditLogProps = {
  /** From the page's address. */
  filter: AuditFilter;
  /** On a cluster's own tab: the address then has no cluster filter. */
  clusterId?: string | undefined;
  /** Beside the filter. */
  tools?: ReactNode;
};

/** The audit events, newest first, page by page. The filter is part of the address, so that it can be shared. */
export function AuditLog({ filter, clusterId, tools }: AuditLogProps) {
  const router = useRouter();
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    auditQuery(filter),
  );
  const change = ({ cluster, ...rest }: AuditFilter) => {
    const query = queryString(clusterId ? rest : { ...rest, cluster });
    router.replace(`?${query}`, { scroll: false });
  };
  const clear = () => {
    change({});
    // The button disappears with the filter.
    document.querySelector("main")?.focus();
  };
  const events = data?.pages.flatMap((page) => page.events);
  const setCount = Object.keys(filter).length - (clusterId ? 1 : 0);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <AuditChips filter={filter} withCluster={!clusterId} onChange={change} />
        {tools}
      </div>
      {error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />}
      {!events && !error && <Waiting source="database" label="Loading audit events" columns={5} />}
      {events?.length === 0 && setCount === 0 && (
        <EmptyState icon={<ScrollText />} title="No events yet">
          Nothing has been recorded yet.
        </EmptyState>
      )}
      {events?.length === 0 && setCount > 0 && (
        <EmptyState
          icon={<ScrollText />}
          title="No matching events"
          action={<Button onClick={clear}>Clear filter</Button>}
        >
          No recorded event matches the filter.
        </EmptyState>
      )}
      {events && events.length > 0 && <AuditTable events={events} withCluster={!clusterId} />}
      {data && (hasNextPage || data.pages.length > 1) && (
        <LoadMore
          hasMore={hasNextPage}
          pending={isFetchingNextPage}
          label="Show older events"
          doneLabel="No older events"
          onLoadMore={() => void fetchNextPage()}
        />
      )}
    </div>
  );
}
