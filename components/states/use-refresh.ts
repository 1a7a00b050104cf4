"use client";

import { useState } from "react";

/** Asking Camunda again: whether that is under way, and what went wrong with it. */
export type Refresh = { isRunning: boolean; error: Error | null; run: () => void };

/** Runs `work` when asked, one run at a time. */
export function useRefresh(work: () => Promise<void>): Refresh {
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<Error | null>(null);
  const run = () => {
    if (isRunning) return;
    setRunning(true);
    setError(null);
    work()
      .catch((thrown: unknown) => setError(thrown instanceof Error ? thrown : new Error(String(thrown))))
      .finally(() => setRunning(false));
  };
  return { isRunning, error, run };
}
