"use client";

import { useSyncExternalStore } from "react";

const SECOND = 1_000;
const TICK = 15 * SECOND;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One interval serves every component on the page. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of listeners) each();
  }, TICK);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/**
 * The current time in milliseconds, updated four times a minute. Null on the server and while hydrating, so that both
 * render the same. Rounded up to a full second, so that what has just happened is never in the future.
 */
export function useNow(): number | null {
  return useSyncExternalStore(
    subscribe,
    () => Math.ceil(Date.now() / SECOND) * SECOND,
    () => null,
  );
}
