"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useRouter } from "next/navigation";
import { AuditFilters } from "@/components/audit/audit-filters";
import { AuditTable } from "@/components/audit/audit-table";
import { LoadFailure } from "@/components/states/load-failure";
import { Waiting } from "@/components/states/waiting";
import { Button } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
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
  const change = (next: AuditFilter) => {
    const { cluster, ...rest } = next;
    const query = filterQuery(clusterId ? rest : { ...rest, cluster });
    router.replace(`?${query}`, { scroll: false });
  };
  const events = data?.pages.flatMap((page) => page.events);
  return (
    <div className="flex flex-col gap-4">
      <AuditFilters filter={filter} withCluster={!clusterId} events={events ?? []} onChange={change} />
      {error && <LoadFailure error={error} retrying={isFetching} onRetry={() => void refetch()} />}
      {!events && !error && <Waiting label="Loading audit events" columns={5} />}
      {events?.length === 0 && (
        <EmptyState icon={<ScrollText />} title="No events">
          Nothing was written down here yet, or nothing that fits the filter.
        </EmptyState>
      )}
      {events && events.length > 0 && <AuditTable events={events} withCluster={!clusterId} />}
      {hasNextPage && (
        <div className="flex justify-center">
          <Button pending={isFetchingNextPage} pendingLabel="Loading…" onClick={() => void fetchNextPage()}>
            Show older events
          </Button>
        </div>
      )}
    </div>
  );
}
