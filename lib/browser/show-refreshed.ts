import type { InfiniteData, QueryClient, QueryKey } from "@tanstack/react-query";
import type { Stale } from "@/lib/contract/clusters";

/**
 * Shows the result of a refresh in every loaded list under this key: reloads the lists, or, while Camunda can't be read,
 * marks them with the reason. A reload would lose it, because the server does not repeat a read of a fresh list.
 */
export async function showRefreshed(
  queries: QueryClient,
  queryKey: QueryKey,
  { stale }: { stale: Stale },
): Promise<void> {
  if (stale === null) return queries.invalidateQueries({ queryKey });
  queries.setQueriesData<InfiniteData<{ stale: Stale }>>({ queryKey }, (list) => {
    return list && { ...list, pages: list.pages.map((page) => ({ ...page, stale })) };
  });
}
