"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useRouter } from "next/navigation";
import { AuditFilters } from "@/components/audit/audit-filters";
import { AuditTable } from "@/components/audit/audit-table";
import { LoadFailure } from "@/components/states/load-failure";
import { Waiting } from "@/components/states/waiting";
import { Button } from "@/components/ui/button/button";
import { EmptyState } from "@/components/ui/feedback/empty-state";
import { auditQuery, filterQuery } from "@/lib/browser/audit";
import type { AuditFilter } from "@/lib/contract/audit";

type AuditLogProps = {
  /** As the address has it. */
  filter: AuditFilter;
  /** On a cluster's own tab: that cluster is then no filter of the address. */
  clusterId?: string | undefined;
};

/** The audit events, newest first, page by page; the filter stands in the address, so that it can be sent to others. */
export function AuditLog({ filter, clusterId }: AuditLogProps) {
  const router = useRouter();
  const { data, error, isFetching, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery(
    auditQuery(filter),
  );
  const change = ({ cluster, ...rest }: AuditFilter) => {
    const query = filterQuery(clusterId ? rest : { ...rest, cluster });
    router.replace(`?${query}`, { scroll: false });
  };
  const clear = () => {
    change({});
    // The button goes with the filter.
    document.querySelector("main")?.focus();
  };
  const events = data?.pages.flatMap((page) => page.events);
  const setCount = Object.keys(filter).length - (clusterId ? 1 : 0);
  return (
    <div className="flex flex-col gap-4">
      <AuditFilters
        filter={filter}
        setCount={setCount}
        withCluster={!clusterId}
        events={events ?? []}
        onChange={change}
      />
      {error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />}
      {!events && !error && <Waiting source="database" label="Loading audit events" columns={5} />}
      {events?.length === 0 && setCount === 0 && (
        <EmptyState icon={<ScrollText />} title="No events yet">
          Nothing has been written down here so far.
        </EmptyState>
      )}
      {events?.length === 0 && setCount > 0 && (
        <EmptyState icon={<ScrollText />} title="No event fits" action={<Button onClick={clear}>Clear filter</Button>}>
          Nothing that was written down here fits the filter.
        </EmptyState>
      )}
      {events && events.length > 0 && <AuditTable events={events} withCluster={!clusterId} />}
      {data && (hasNextPage || data.pages.length > 1) && (
        <div className="flex justify-center">
          {/* It stays when there is no more to show: it has the focus. */}
          <Button
            aria-disabled={!hasNextPage}
            pending={isFetchingNextPage}
            pendingLabel="Loading…"
            onClick={hasNextPage ? () => void fetchNextPage() : undefined}
          >
            {hasNextPage ? "Show older events" : "No older events"}
          </Button>
        </div>
      )}
    </div>
  );
}
