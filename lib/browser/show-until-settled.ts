import type { Query, QueryClient, QueryKey } from "@tanstack/react-query";
import { takeSnapshot } from "@/lib/browser/query-snapshot";

/** Changes that overlap: what shows each of them, and what shows none. */
type Batch = { takeBack: () => void; shown: Set<() => void>; running: number };

type Kind = {
  /** The queries that hold what changes. */
  keys: readonly QueryKey[];
  /** Loads them again. */
  reload: (queries: QueryClient) => Promise<void>;
};

/**
 * Makes what shows changes of one kind in loaded queries while they are sent, and takes back those that fail. The queries
 * are loaded again once no such change is under way: before that, they would show one from before its response.
 */
export function showUntilSettled({ keys, reload }: Kind) {
  const batches = new WeakMap<QueryClient, Batch>();
  /** @throws what `send` throws */
  return async function change<Result>(
    queries: QueryClient,
    { show, send }: { show: () => void; send: () => Promise<Result> },
  ): Promise<Result> {
    // A list that is on its way has the values from before. One that has never been there is waited for.
    const predicate = ({ state }: Query) => state.data !== undefined;
    await Promise.all(keys.map((queryKey) => queries.cancelQueries({ queryKey, predicate })));
    const batch = batches.get(queries) ?? { takeBack: takeSnapshot(queries, keys), shown: new Set(), running: 0 };
    batches.set(queries, batch);
    batch.shown.add(show);
    batch.running++;
    show();
    const settle = async () => {
      batch.running--;
      if (batch.running > 0) return;
      batches.delete(queries);
      await reload(queries);
    };
    let result: Result;
    try {
      result = await send();
    } catch (error) {
      batch.takeBack();
      batch.shown.delete(show);
      for (const other of batch.shown) other();
      // Without a clear response, nobody knows yet whether it was changed.
      void settle();
      throw error;
    }
    await settle();
    return result;
  };
}
