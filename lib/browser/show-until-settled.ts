import type { Query, QueryClient, QueryKey } from "@tanstack/react-query";
import { takeSnapshot } from "@/lib/browser/query-snapshot";

/** Changes that overlap: how to show each of them, and how to take all of them back. */
type Batch = { takeBack: () => void; shown: Set<() => void>; running: number };

type Kind = {
  /** The queries that hold what changes. */
  keys: readonly QueryKey[];
  /** Loads them again. */
  reload: (queries: QueryClient) => Promise<void>;
};

/**
 * Shows changes of one kind in loaded queries while they are being sent, and takes back those that fail. The queries are
 * reloaded only when the last change has settled: earlier, a reload would show the old value of a change still under way.
 */
export function showUntilSettled({ keys, reload }: Kind) {
  const batches = new WeakMap<QueryClient, Batch>();
  /** @throws what `send` throws */
  return async function change<Result>(
    queries: QueryClient,
    { show, send }: { show: () => void; send: () => Promise<Result> },
  ): Promise<Result> {
    // A reload under way would bring back the old values. A first load may go on.
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
