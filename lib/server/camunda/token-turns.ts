import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import { AppError } from "@/lib/server/platform/errors";
import { processState } from "@/lib/server/platform/process-state";

/**
 * Camunda's token endpoint accepts about one request a second from one address, counts failures, and then blocks. A
 * little more than a second, because the first of two requests may take longer on its way than the second.
 */
const BETWEEN_TURNS_MS = 1_100;
/** A wait longer than this, in milliseconds, is refused at once instead. */
const LONGEST_WAIT_MS = 20_000;

const line = processState("token-turns", () => ({ nextAt: 0, restUntil: 0 }));

/**
 * Waits for this process's next turn at the token endpoint; turns are given in order, no more than one a second.
 * @returns how long it waited, in milliseconds
 * @throws AppError rate_limited when too many wait already, or when Camunda asked an earlier request to slow down
 */
export async function takeTokenTurn(): Promise<number> {
  const now = Date.now();
  const at = Math.max(now, line.nextAt);
  const wait = at - now;
  if (wait > LONGEST_WAIT_MS) throw new AppError("rate_limited", { retryAfter: Math.ceil(wait / 1000) });
  line.nextAt = at + BETWEEN_TURNS_MS;
  await pause(wait);
  // This turn was given out before the pause began; using it now would lead to a block.
  if (at < line.restUntil) throw new AppError("rate_limited", { retryAfter: Math.ceil((line.restUntil - at) / 1000) });
  return wait;
}

/** After a 429 nobody gets a turn for so many seconds, one minute at most: Camunda blocks clients that go on asking. */
export function restTokenLine(seconds: number): void {
  line.restUntil = Math.max(line.restUntil, Date.now() + Math.min(seconds, 60) * 1000);
  line.nextAt = Math.max(line.nextAt, line.restUntil);
}
