import "server-only";
import { processState } from "@/lib/server/platform/process-state";

const flights = processState("flights", () => new Map<string, Promise<unknown>>());

/**
 * Does `work` once for all simultaneous callers with the same key: they share one promise until it settles. The key
 * must contain everything that the result depends on.
 */
export function singleFlight<T>(key: string, work: () => Promise<T>): Promise<T> {
  const flight = flights.get(key);
  // The key determines the work, and so its type.
  if (flight) return flight as Promise<T>;
  const started = work().finally(() => flights.delete(key));
  flights.set(key, started);
  return started;
}
