import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { log } from "@/lib/server/platform/log";
import { keepOutOfLogs } from "@/lib/server/platform/scrub";

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => lines.push(String(chunk)) > 0);
});
afterEach(() => vi.restoreAllMocks());

const secret = `canary.${crypto.randomUUID()}`;
const nested = new Error("outer", { cause: new Error("middle", { cause: new Error(`inner ${secret}`) }) });
const circular = new Error(`loop ${secret}`);
circular.cause = circular;

it("writes one JSON line, with its level, time and fields", () => {
  log.info("responded", { route: "/api/clusters", method: "GET", status: 200, ms: 3 });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/\n$/);
  expect(JSON.parse(lines[0] ?? "")).toEqual({
    level: 30,
    time: expect.stringMatching(/^\d{4}-.+Z$/),
    route: "/api/clusters",
    method: "GET",
    status: 200,
    ms: 3,
    msg: "responded",
  });
});

it.each([
  ["the message", () => log.info(`created ${secret}`)],
  ["a field", () => log.warn("odd", { code: secret })],
  ["an error's message", () => log.error("failed", { error: new Error(`got ${secret}`) })],
  [
    "an error's stack",
    () => log.error("failed", { error: Object.assign(new Error("x"), { stack: `Error: ${secret}\n at y` }) }),
  ],
  ["the causes of an error", () => log.error("failed", { error: nested })],
  ["an error that is its own cause", () => log.error("failed", { error: circular })],
  ["a thrown text", () => log.error("failed", { error: secret })],
])("replaces a secret in %s", (_, write) => {
  keepOutOfLogs(secret);
  write();
  expect(lines.join("")).not.toContain(secret);
  expect(lines.join("")).toContain("[secret]");
  expect(lines).toHaveLength(1);
  expect(() => JSON.parse(lines[0] ?? "")).not.toThrow();
});

it("writes an error and its causes with their stacks", () => {
  log.error("failed", { error: nested });
  expect(JSON.parse(lines[0] ?? "").error).toMatch(
    /^Error: outer\n.+caused by Error: middle\n.+caused by Error: inner/s,
  );
});

it("writes only the name, message and stack of an error", () => {
  log.error("failed", {
    error: Object.assign(new Error("x"), { response: { body: "a body" }, config: { headers: "h" } }),
  });
  expect(lines.join("")).not.toMatch(/a body|headers/);
});
