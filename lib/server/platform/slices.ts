import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";

/** The items in slices of `size`. Between two slices the event loop runs other work. */
export async function* inSlices<T>(items: readonly T[], size: number): AsyncGenerator<readonly T[]> {
  for (let at = 0; at < items.length; at += size) {
    if (at > 0) await nextTurn();
    yield items.slice(at, at + size);
  }
}
