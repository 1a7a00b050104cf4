import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { get, send } from "@/lib/browser/api";
import { queryString } from "@/lib/browser/query-string";
import type { CappedCount } from "@/lib/contract/capped-count";
import type { FindingRule } from "@/lib/contract/finding-rules";
import type { DismissInput, FindingList, FindingListQuery, FindingView } from "@/lib/contract/findings";

const schemas = () => import("@/lib/contract/findings");

/** The address of the page of findings that shows this. */
export function findingsAddress({ rule, cluster, dismissed }: FindingView): string {
  const query = queryString({ rule, cluster, dismissed });
  return query === "" ? "/findings" : `/findings?${query}`;
}

/** How many findings each rule has, on one cluster or on all. */
export const findingCountsQuery = (cluster?: string) =>
  queryOptions({
    queryKey: ["finding-counts", cluster ?? null],
    queryFn: () =>
      get(`/api/findings/counts?${queryString({ cluster })}`, async () => (await schemas()).findingCountsSchema),
  });

/** How many findings are open on all clusters: for the navigation, which has the number from the first page on. */
export const openFindingsQuery = queryOptions({
  queryKey: ["open-findings"],
  queryFn: async ({ client }): Promise<CappedCount> => (await client.fetchQuery(findingCountsQuery())).open,
  staleTime: Number.POSITIVE_INFINITY,
});

/** The findings of one rule, page by page. */
export const findingsQuery = ({ rule, cluster, dismissed }: Omit<FindingListQuery, "after">) =>
  infiniteQueryOptions({
    queryKey: ["findings", rule, cluster ?? null, dismissed ?? null],
    queryFn: ({ pageParam }) =>
      get(
        `/api/findings?${queryString({ rule, cluster, dismissed, after: pageParam })}`,
        async () => (await schemas()).findingListSchema,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: FindingList) => page.nextAfter,
  });

/** Reloads what shows findings that have changed. */
export async function reloadFindings(queries: QueryClient): Promise<void> {
  await Promise.all(
    ["findings", "finding-counts", "open-findings"].map((key) => queries.invalidateQueries({ queryKey: [key] })),
  );
}

/** Dismisses findings of one rule until a day, or with null opens them again. @throws ApiError */
export function dismissFindings(
  rule: FindingRule,
  clients: readonly { clusterId: string; clientId: string }[],
  dismissal: DismissInput["dismissal"],
): Promise<void> {
  const findings = clients.map(({ clusterId, clientId }) => ({ clusterId, clientId, rule }));
  return send("PATCH", "/api/findings", { findings, dismissal });
}
