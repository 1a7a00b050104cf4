import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { closesForm, formsAreBack } from "@/lib/browser/session-signals";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it("waits for the form of a change that was refused a moment ago, as each list that it reloads is refused, too", async () => {
  await closesForm(Promise.reject(new Error("refused"))).catch(() => undefined);
  let isBack = false;
  const waiting = formsAreBack().then(() => {
    isBack = true;
  });
  await vi.advanceTimersByTimeAsync(50);
  expect(isBack).toBe(false);
  await vi.advanceTimersByTimeAsync(100);
  await waiting;
  // Later, nothing is waited for.
  await formsAreBack();
});
