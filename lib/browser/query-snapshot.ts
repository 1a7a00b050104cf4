import type { QueryClient, QueryKey } from "@tanstack/react-query";

/** Remembers what all queries under these keys hold. @returns a function that puts it back */
export function takeSnapshot(queries: QueryClient, keys: readonly QueryKey[]): () => void {
  const before = keys.flatMap((queryKey) => queries.getQueriesData({ queryKey }));
  return () => {
    // A query that is gone was cleared when the session ended, and stays empty.
    for (const [key, data] of before) queries.setQueryData(key, (now: unknown) => now && data);
  };
}
