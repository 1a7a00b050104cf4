"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { beginSync, syncQuery } from "@/lib/browser/sync";

/**
 * The sync of all clusters, which this page can begin. While it runs, the lists under this key get what is new.
 * @param list the first part of the lists' query keys
 */
export function useSync(list: string) {
  const queries = useQueryClient();
  const { data: state = null } = useQuery(syncQuery());
  const [isBeginning, setBeginning] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const isRunning = isBeginning || (state?.isRunning ?? false);
  const progress = state && `${state.startedAt} ${state.isRunning} ${state.done} ${state.total}`;
  const shown = useRef(progress);

  useEffect(() => {
    if (progress === shown.current) return;
    shown.current = progress;
    // A reload that is under way may go on, but the last one must see everything.
    void queries.invalidateQueries({ queryKey: [list] }, { cancelRefetch: !isRunning });
  }, [queries, list, progress, isRunning]);

  const run = () => {
    if (isRunning) return;
    setBeginning(true);
    setError(null);
    beginSync()
      .then((begun) => queries.setQueryData(syncQuery().queryKey, begun))
      .catch((thrown: unknown) => setError(thrown instanceof Error ? thrown : new Error(String(thrown))))
      .finally(() => setBeginning(false));
  };
  return { state, isRunning, error, run };
}
