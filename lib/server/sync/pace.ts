import "server-only";
import { setTimeout as pause } from "node:timers/promises";
import type { AppError } from "@/lib/server/platform/errors";
import { toAppError } from "@/lib/server/platform/to-app-error";

/** How often one read is tried while Camunda asks to slow down. */
const TRIES = 3;
/** How often all reads of a run pause. After that, a read that finds Console busy fails. */
const MOST_PAUSES = 20;
/** A pause when Camunda does not say how long, and the longest one, in milliseconds. */
const USUAL_PAUSE_MS = 10_000;
const LONGEST_PAUSE_MS = 300_000;

/** Sends the reads of a run. When Camunda asks one to slow down, all of them wait, and then go on. */
export function makePace(signal: AbortSignal) {
  let opensAt = 0;
  let pauses = 0;

  const waitUntilOpen = async () => {
    for (let wait = opensAt - Date.now(); wait > 0 && !signal.aborted; wait = opensAt - Date.now())
      await pause(wait, undefined, { signal }).catch(() => undefined);
  };
  /** @returns whether the read may be tried again */
  const close = ({ retryAfter }: AppError): boolean => {
    const wait = retryAfter === undefined ? USUAL_PAUSE_MS : Math.min(retryAfter * 1000, LONGEST_PAUSE_MS);
    // Reads that were under way together count once.
    if (opensAt <= Date.now()) pauses += 1;
    opensAt = Math.max(opensAt, Date.now() + wait);
    return pauses <= MOST_PAUSES;
  };

  return {
    /**
     * Runs one read.
     * @returns why it failed because of Camunda, or null
     * @throws an error of the database
     */
    async read(work: () => Promise<void>): Promise<AppError | null> {
      for (let tries = 1; ; tries++) {
        await waitUntilOpen();
        try {
          await work();
          return null;
        } catch (error) {
          const failure = toAppError(error);
          if (failure.code === "database_unavailable") throw failure;
          const isAgain = failure.code === "console_busy" && tries < TRIES && !signal.aborted && close(failure);
          if (!isAgain) return failure;
        }
      }
    },
  };
}
