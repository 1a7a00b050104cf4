import { isValidElement, type ReactNode, Suspense } from "react";
import { expect, test, vi } from "vitest";
import { skeletonIfSlow } from "@/components/states/skeleton-if-slow";

const page = (content: Promise<ReactNode>) => skeletonIfSlow((_: object) => content, "skeleton")({});

test("a quick page is its content, without a skeleton", async () => {
  expect(await page(Promise.resolve("content"))).toBe("content");
});

test("a quick page that fails is a failure of the whole answer", async () => {
  await expect(page(Promise.reject(new Error("not found")))).rejects.toThrow("not found");
});

test("a slow page is its skeleton first", async () => {
  vi.useFakeTimers();
  const slow = page(new Promise(() => {}));
  await vi.advanceTimersByTimeAsync(250);
  const shown = await slow;
  expect(isValidElement(shown) && shown.type).toBe(Suspense);
  expect(shown).toHaveProperty("props.fallback", "skeleton");
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});
