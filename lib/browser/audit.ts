import { infiniteQueryOptions } from "@tanstack/react-query";
import { get } from "@/lib/browser/api";
import type { AuditFilter, AuditPage } from "@/lib/contract/audit";

const schemas = () => import("@/lib/contract/audit");

/** The filter as the query of an address, without what is not set. */
export function filterQuery(filter: AuditFilter): string {
  const entries = Object.entries(filter).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return new URLSearchParams(entries).toString();
}

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam }) =>
      get(
        `/api/audit-events?${filterQuery({ ...filter, before: pageParam ?? undefined })}`,
        async () => (await schemas()).auditPageSchema,
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (page: AuditPage) => page.nextBefore,
  });
