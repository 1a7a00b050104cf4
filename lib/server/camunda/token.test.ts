import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { configuredAccount as account } from "@/lib/server/camunda/account";
import { listClusters } from "@/lib/server/camunda/api";
import {
  forgetToken,
  skipAllTokenWaits,
  skipTokenWait,
  TOKEN,
  tokenLine,
  withSimulator,
} from "@/lib/server/camunda/testing/simulator";
import { consoleToken, dropConsoleToken } from "@/lib/server/camunda/token";
import type { FaultInput } from "@/simulator/faults";

const simulator = withSimulator();
const HTML = { ...TOKEN, do: "html" } as const;
beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterAll(() => {
  vi.useRealTimers();
});
beforeEach(forgetToken);

const pass = (ms: number) => {
  vi.setSystemTime(Date.now() + ms);
  skipTokenWait();
};
const codeOf = (step: Promise<unknown>) =>
  step.then(
    () => "none",
    (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
  );

it("is requested once for all calls that wait for it", async () => {
  const tokens = await Promise.all(Array.from({ length: 20 }, () => consoleToken(account())));
  expect(new Set(tokens).size).toBe(1);
  expect(simulator().count(TOKEN)).toBe(1);
  await Promise.all(Array.from({ length: 5 }, () => listClusters(account())));
  expect(simulator().count(TOKEN)).toBe(1);
});

it("is renewed after 80 % of expires_in", async () => {
  simulator().change({ tokenLifetimeSeconds: 100 });
  const first = await consoleToken(account());
  pass(79_999);
  expect(await consoleToken(account())).toBe(first);
  pass(1);
  expect(await consoleToken(account())).not.toBe(first);
  expect(simulator().count(TOKEN)).toBe(2);
});

it("is dropped when Console refuses it with 401, unless a newer one has replaced it", async () => {
  const first = await consoleToken(account());
  pass(1_000);
  dropConsoleToken(account(), first);
  const second = await consoleToken(account());
  expect(second).not.toBe(first);
  dropConsoleToken(account(), first);
  expect(await consoleToken(account())).toBe(second);
});

const FAILURES: [name: string, fault: FaultInput, code: string, restMs: number][] = [
  ["401", { ...TOKEN, do: "answer", status: 401 }, "console_credentials", 30_000],
  ["403", { ...TOKEN, do: "answer", status: 403 }, "console_credentials", 30_000],
  ["429 without Retry-After", { ...TOKEN, do: "answer", status: 429 }, "console_busy", 10_000],
  [
    "429 with seconds",
    { ...TOKEN, do: "answer", status: 429, headers: { "Retry-After": "45" } },
    "console_busy",
    45_000,
  ],
  [
    "429 with an invalid Retry-After",
    { ...TOKEN, do: "answer", status: 429, headers: { "Retry-After": "soon" } },
    "console_busy",
    10_000,
  ],
  ["500", { ...HTML, status: 500 }, "console_unreachable", 1_000],
  ["reset", { ...TOKEN, do: "reset" }, "console_unreachable", 1_000],
  ["HTML page", HTML, "console_broken", 1_000],
  ["redirect", { ...TOKEN, do: "answer", status: 302, headers: { Location: "/oauth/token" } }, "console_broken", 1_000],
  ["missing lifetime", { ...TOKEN, do: "omit", fields: ["expires_in"] }, "console_broken", 1_000],
];
it.each(FAILURES)("is not requested again for a while after a %s", async (_, fault, code, restMs) => {
  simulator().addFault({ ...fault, times: 1 });
  expect(await codeOf(consoleToken(account()))).toBe(code);
  expect(await Promise.all([codeOf(consoleToken(account())), codeOf(listClusters(account()))])).toEqual([code, code]);
  pass(restMs - 1);
  expect(await codeOf(consoleToken(account()))).toBe(code);
  expect(simulator().count(TOKEN)).toBe(1);
  pass(1);
  expect(await codeOf(consoleToken(account()))).toBe("none");
  expect(simulator().count(TOKEN)).toBe(2);
});

it("is requested again after ten minutes at most, even when Retry-After says more", async () => {
  simulator().addFault({ ...TOKEN, do: "answer", status: 429, headers: { "Retry-After": "99999999999" }, times: 1 });
  expect(await codeOf(consoleToken(account()))).toBe("console_busy");
  pass(600_000);
  expect(await codeOf(consoleToken(account()))).toBe("none");
});

it.each([
  ["a newline", "to\nken"],
  ["a letter outside ASCII", "t€ken"],
  ["NUL", "to\0ken"],
  ["no characters", ""],
])("is refused when it contains %s, because every call with it would fail", async (_, access_token) => {
  simulator().addFault({ ...TOKEN, do: "answer", status: 200, body: { access_token, expires_in: 60 }, times: 1 });
  expect(await codeOf(listClusters(account()))).toBe("console_broken");
  pass(1_000);
  expect(await codeOf(listClusters(account()))).toBe("none");
  expect(simulator().count({ path: "/clusters" })).toBe(1);
});

it("is kept for each account separately", async () => {
  simulator().addFault({ ...TOKEN, do: "answer", status: 401, times: 1 });
  const other = { ...account(), clientId: "another-client" };
  expect(await codeOf(consoleToken(other))).toBe("console_credentials");
  skipTokenWait();
  expect(await codeOf(consoleToken(account()))).toBe("none");
});

it("is a console_busy error, so that pages show stored data, when the queue is too long", async () => {
  tokenLine().nextAt = Date.now() + 20_001;
  expect(await codeOf(consoleToken(account()))).toBe("console_busy");
  expect(simulator().count(TOKEN)).toBe(0);
});

it("waits for its turn after the connection tests", async () => {
  vi.useRealTimers();
  tokenLine().nextAt = Date.now() + 300;
  const started = performance.now();
  await consoleToken(account());
  expect(performance.now() - started).toBeGreaterThan(290);
  vi.useFakeTimers({ toFake: ["Date"] });
});

it("is renewed with each call while Console responds with 401, and no call is sent more than twice", async () => {
  skipAllTokenWaits();
  simulator().addFault({ path: "/clusters", do: "answer", status: 401 });
  for (let call = 1; call <= 3; call++) expect(await codeOf(listClusters(account()))).toBe("console_credentials");
  expect([simulator().count("/clusters"), simulator().count(TOKEN)]).toEqual([6, 4]);
});
