import { infiniteQueryOptions } from "@tanstack/react-query";
import { get } from "@/lib/browser/api";
import { queryString } from "@/lib/browser/query-string";
import type { AuditFilter, AuditPage } from "@/lib/contract/audit";

const schemas = () => import("@/lib/contract/audit");

export const auditQuery = (filter: AuditFilter) =>
  infiniteQueryOptions({
    queryKey: ["audit", filter],
    queryFn: ({ pageParam }) =>
      get(
        `/api/audit-events?${queryString({ ...filter, before: pageParam })}`,
        async () => (await schemas()).auditPageSchema,
      ),
    initialPageParam: null as number | null,
    getNextPageParam: (page: AuditPage) => page.nextBefore,
  });
