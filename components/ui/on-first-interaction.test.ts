import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { onFirstInteraction } from "@/components/ui/on-first-interaction";

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("document", new EventTarget());
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

function start(hasBeenActive: boolean) {
  vi.stubGlobal("navigator", { userActivation: { hasBeenActive } });
  const run = vi.fn();
  return { run, stop: onFirstInteraction(run) };
}

it("runs once, on the first interaction", () => {
  const { run } = start(false);
  vi.advanceTimersByTime(2_000);
  expect(run).not.toHaveBeenCalled();
  document.dispatchEvent(new Event("keydown"));
  document.dispatchEvent(new Event("pointermove"));
  vi.advanceTimersByTime(9_000);
  expect(run).toHaveBeenCalledTimes(1);
});

it("runs after three seconds without one", () => {
  const { run } = start(false);
  vi.advanceTimersByTime(3_000);
  expect(run).toHaveBeenCalledTimes(1);
});

it("waits for no other after one on the page before", () => {
  const { run } = start(true);
  vi.advanceTimersByTime(0);
  expect(run).toHaveBeenCalledTimes(1);
});

it("runs no more once it has been called off", () => {
  const { run, stop } = start(false);
  stop();
  document.dispatchEvent(new Event("keydown"));
  vi.advanceTimersByTime(9_000);
  expect(run).not.toHaveBeenCalled();
});
