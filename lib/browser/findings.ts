import { infiniteQueryOptions } from "@tanstack/react-query";
import { get, send } from "@/lib/browser/api";
import { queryString } from "@/lib/browser/query-string";
import type { FindingRule } from "@/lib/contract/finding-rules";
import type { DismissInput, FindingList, FindingListQuery } from "@/lib/contract/findings";

/** The findings of one rule, page by page. */
export const findingsQuery = ({ rule, cluster, dismissed }: Omit<FindingListQuery, "after">) =>
  infiniteQueryOptions({
    queryKey: ["findings", rule, cluster ?? null, dismissed ?? null],
    queryFn: ({ pageParam }) =>
      get(
        `/api/findings?${queryString({ rule, cluster, dismissed, after: pageParam })}`,
        async () => (await import("@/lib/contract/findings")).findingListSchema,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: FindingList) => page.nextAfter,
  });

/** Dismisses findings of one rule until a day, or with null opens them again. @throws ApiError */
export function dismissFindings(
  rule: FindingRule,
  clients: readonly { clusterId: string; clientId: string }[],
  dismissal: DismissInput["dismissal"],
): Promise<void> {
  const findings = clients.map(({ clusterId, clientId }) => ({ clusterId, clientId, rule }));
  return send("PATCH", "/api/findings", { findings, dismissal });
}
