import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "@/lib/server/platform/errors";
import { processState } from "@/lib/server/platform/process-state";

/**
 * Camunda's token endpoint accepts about one request per second from an address, and blocks addresses that send more.
 * This is slightly more than a second, because the first of two requests may take longer to arrive than the second.
 */
const BETWEEN_TURNS_MS = 1_100;
/** The longest wait for a turn, in milliseconds. A request that would wait longer is refused immediately. */
const LONGEST_WAIT_MS = 20_000;

const line = processState("token-turns", () => ({ nextAt: 0, restUntil: 0 }));

/**
 * Waits for this process's next turn at the token endpoint. Turns are in order, at most one per second.
 * @returns how long it waited, in milliseconds
 * @throws AppError rate_limited when the queue is too long, or when Camunda asked an earlier request to slow down
 */
export async function takeTokenTurn(): Promise<number> {
  const now = Date.now();
  const at = Math.max(now, line.nextAt);
  const wait = at - now;
  if (wait > LONGEST_WAIT_MS) throw new AppError("rate_limited", { retryAfter: Math.ceil(wait / 1000) });
  line.nextAt = at + BETWEEN_TURNS_MS;
  await pause(wait);
  // This turn was assigned before Camunda asked for a pause. Using it now could lead to a block.
  if (at < line.restUntil) throw new AppError("rate_limited", { retryAfter: Math.ceil((line.restUntil - at) / 1000) });
  return wait;
}

/** After a 429 there are no turns for this many seconds (at most 60), because Camunda blocks clients that continue. */
export function restTokenLine(seconds: number): void {
  line.restUntil = Math.max(line.restUntil, Date.now() + Math.min(seconds, 60) * 1000);
  line.nextAt = Math.max(line.nextAt, line.restUntil);
}
