import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { limit } from "@/lib/server/access/rate-limit";
import { processState } from "@/lib/server/platform/process-state";

const limiters = processState("rate-limits", () => new Map());

beforeEach(() => {
  limiters.clear();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Counts one try, of which one person has five a minute. @returns whether it is allowed, or the seconds to wait */
const attempt = (who: string): Promise<true | number> =>
  limit("emergency", who).then(
    () => true,
    ({ retryAfter }) => retryAfter,
  );

async function exhaust(who: string): Promise<void> {
  for (let at = 0; at < 5; at++) expect(await attempt(who)).toBe(true);
}

it("beyond its number a minute, each further use is refused until the minute is over", async () => {
  await exhaust("ann");
  expect(await attempt("ann")).toBe(60);
  vi.advanceTimersByTime(20_500);
  expect(await attempt("ann")).toBe(40);
  vi.advanceTimersByTime(39_499);
  expect(await attempt("ann")).toBe(1);
  vi.advanceTimersByTime(1);
  await exhaust("ann");
});

it("counts each person and each limit apart", async () => {
  await exhaust("ann");
  expect(await attempt("bob")).toBe(true);
  await expect(limit("sign-in", "ann")).resolves.toBeUndefined();
  await expect(limit("emergency", "ann")).rejects.toMatchObject({ code: "rate_limited", status: 429 });
});

it.each([
  ["2001:db8:0:7::1", "2001:db8::7:ffff:ffff:ffff:ffff"],
  ["2001:db8::", "2001:0DB8:0:0::ffff"],
  ["::1", "0:0:0:0:8000::"],
  ["1:2:3:4:5:6:7:8", "1:2:3:4::"],
  ["1:0:0:4:5:6:7:8", "1:0:0:4::"],
  ["0:0:0:1:5:6:7:8", "0:0:0:1::"],
  ["fe80::1%eth0", "fe80::2%eth1"],
])("%s and %s are one person: of an address of IPv6 its network counts", async (one, other) => {
  await exhaust(one);
  expect(await attempt(other)).toBeTypeOf("number");
});

it.each([
  ["2001:db8:0:7::1", "2001:db8:0:8::1"],
  ["2001:db8:0:70::1", "2001:db8:07:0::1"],
  ["1:23::", "12:3::"],
  ["1::", "0:1::"],
  ["::ffff:192.0.2.77", "::ffff:192.0.2.78"],
  ["192.0.2.77", "192.0.2.78"],
  ["2001:db8::1", "2001:db8::1 of nobody"],
])("%s and %s are two", async (one, other) => {
  await exhaust(one);
  expect(await attempt(other)).toBe(true);
});

it("a fault of the limiter is no refusal", async () => {
  const fault = new Error("broken");
  limiters.set("emergency", { consume: () => Promise.reject(fault) });
  await expect(limit("emergency", "ann")).rejects.toBe(fault);
});
