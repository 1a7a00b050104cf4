import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { whenSomebodyIsThere } from "@/components/ui/when-somebody-is-there";

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
  return { run, stop: whenSomebodyIsThere(run) };
}

it("runs once at the first sign of a person", () => {
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

it("does not wait for another sign of somebody who came from another page", () => {
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
