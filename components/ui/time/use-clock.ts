"use client";

import { useSyncExternalStore } from "react";

const SECOND = 1_000;
const TICK = 15 * SECOND;
const listeners = new Set<() => void>();
let ticks = 0;
let isTicking = false;

/** Calls the listener four times a minute. One interval serves every component. @returns a function that ends it */
export function onTick(listener: () => void): () => void {
  listeners.add(listener);
  if (!isTicking)
    setInterval(() => {
      ticks++;
      for (const each of listeners) each();
    }, TICK);
  isTicking = true;
  return () => listeners.delete(listener);
}

/**
 * The current time in milliseconds, updated four times a minute. Rounded up to a full second, so that what has just
 * happened is never in the future. Before the first tick the page may still have the server's words, and React keeps them
 * where its own have not changed since: an element that shows a time gets another key once the clock has ticked.
 */
export function useClock(): { now: number; hasTicked: boolean } {
  const count = useSyncExternalStore(
    onTick,
    () => ticks,
    () => 0,
  );
  return { now: Math.ceil(Date.now() / SECOND) * SECOND, hasTicked: count > 0 };
}
