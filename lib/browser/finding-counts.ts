import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { get } from "@/lib/browser/api";
import { queryString } from "@/lib/browser/query-string";
import type { CappedCount } from "@/lib/contract/capped-count";
import type { FindingView } from "@/lib/contract/findings";

// Apart from the findings themselves, because every page shows how many there are.

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
      get(
        `/api/findings/counts?${queryString({ cluster })}`,
        async () => (await import("@/lib/contract/findings")).findingCountsSchema,
      ),
  });

/** How many findings are open on all clusters: for the navigation, which has the number from the first page on. */
export const openFindingsQuery = queryOptions({
  queryKey: ["open-findings"],
  queryFn: async ({ client }): Promise<CappedCount> => (await client.fetchQuery(findingCountsQuery())).open,
  staleTime: Number.POSITIVE_INFINITY,
});

/** Reloads what shows findings that have changed. */
export async function reloadFindings(queries: QueryClient): Promise<void> {
  await Promise.all(
    ["findings", "finding-counts", "open-findings"].map((key) => queries.invalidateQueries({ queryKey: [key] })),
  );
}
