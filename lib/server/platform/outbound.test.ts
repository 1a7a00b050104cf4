import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { exchange, HttpFailure, parseJson } from "@/lib/server/platform/outbound";

const MEGABYTE = Buffer.alloc(1024 * 1024, " ");

/** Writes a body of 200 MB for as long as the other side reads it. */
function writeOnAndOn(response: ServerResponse, left = 200): void {
  if (left > 0 && !response.destroyed) response.write(MEGABYTE, () => writeOnAndOn(response, left - 1));
  else response.end();
}

/** Answers of an attacker who has taken Camunda's place, or an address that a cluster names. */
const BAD_ANSWERS = new Map<string, (response: ServerResponse) => void>([
  ...[301, 302, 303, 307, 308].map((status): [string, (response: ServerResponse) => void] => [
    `/redirect-${status}`,
    (response) => response.writeHead(status, { location: "http://169.254.169.254/latest/meta-data/" }).end("moved"),
  ]),
  ["/redirect-here", (response) => response.writeHead(302, { location: "/secret" }).end()],
  ["/200-MB", (response) => writeOnAndOn(response)],
  ["/200-MB-declared", (response) => response.writeHead(200, { "content-length": "209715200" }).end()],
  [
    "/gzip-bomb",
    (response) => response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(Buffer.alloc(50 * 1024 * 1024))),
  ],
]);

/** Starts a server that never responds to `/hang…` until released, and responds to everything else. */
async function startServer() {
  const held: ServerResponse[] = [];
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? "");
    const bad = BAD_ANSWERS.get(request.url ?? "");
    if (request.url?.startsWith("/hang")) held.push(response);
    else if (bad) bad(response);
    else response.end(`${request.method} done`);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = address !== null && typeof address === "object" ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    paths,
    release: () => {
      for (const response of held.splice(0)) response.end("late");
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const failureOf = (step: Promise<unknown>) =>
  step.then(
    () => expect.unreachable("This should have failed."),
    (error: unknown) => (error instanceof HttpFailure ? { kind: error.kind, sent: error.sent } : error),
  );

it("a change is sent immediately while twenty reads hang", async () => {
  await using server = await startServer();
  const reads = Array.from({ length: 25 }, (_, at) => exchange(`${server.url}/hang${at}`, { method: "GET" }));
  await vi.waitFor(() => expect(server.paths).toHaveLength(20));
  const { text } = await exchange(`${server.url}/change`, { method: "POST", lane: "write" });
  expect(text).toBe("POST done");
  server.release();
  await vi.waitFor(() => expect(server.paths).toHaveLength(26));
  server.release();
  await Promise.all(reads);
});

it("a request that gets no connection in time is given up as not sent", async () => {
  await using server = await startServer();
  const reads = Array.from({ length: 20 }, (_, at) => exchange(`${server.url}/hang${at}`, { method: "GET" }));
  await vi.waitFor(() => expect(server.paths).toHaveLength(20));
  const waiting = failureOf(exchange(`${server.url}/one-more`, { method: "GET" }));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await waiting).toEqual({ kind: "queue", sent: false });
  expect(server.paths).not.toContain("/one-more");
  server.release();
  await Promise.all(reads);
});

it("the time limit starts when a request is sent, not when it is queued", async () => {
  await using server = await startServer();
  const timeout = vi.spyOn(AbortSignal, "timeout");
  const reads = Array.from({ length: 21 }, (_, at) => exchange(`${server.url}/hang${at}`, { method: "GET" }));
  await vi.waitFor(() => expect(server.paths).toHaveLength(20));
  expect(timeout).toHaveBeenCalledTimes(20);
  server.release();
  await vi.waitFor(() => expect(server.paths).toHaveLength(21));
  expect(timeout).toHaveBeenCalledTimes(21);
  server.release();
  await Promise.all(reads);
});

it("an exchange ends at its time limit, even when the connection hangs", async () => {
  await using server = await startServer();
  const timeout = new AbortController();
  vi.spyOn(AbortSignal, "timeout").mockReturnValueOnce(timeout.signal);
  const failure = failureOf(exchange(`${server.url}/hang`, { method: "POST", lane: "write", body: "{}" }));
  await vi.waitFor(() => expect(server.paths).toHaveLength(1));
  timeout.abort();
  expect(await failure).toEqual({ kind: "timeout", sent: true });
});

it.each([["a newline\n"], ["€"], ["\0"]])(
  "a request with a header with %j is not sent, and later requests work",
  async (token) => {
    await using server = await startServer();
    const headers = { authorization: `Bearer ${token}` };
    for (let turn = 0; turn < 25; turn++) {
      const failure = await failureOf(exchange(`${server.url}/x`, { method: "GET", headers }));
      expect(failure).toEqual({ kind: "network", sent: false });
    }
    expect((await exchange(`${server.url}/x`, { method: "GET" })).text).toBe("GET done");
  },
);

it("a request to a server that refuses connections is not sent", async () => {
  expect(await failureOf(exchange("http://127.0.0.1:9/", { method: "GET" }))).toEqual({
    kind: "network",
    sent: false,
  });
});

it.each(["GET", "POST"] as const)("a redirect is returned and not followed: %s", async (method) => {
  await using server = await startServer();
  for (const status of [301, 302, 303, 307, 308]) {
    const response = await exchange(`${server.url}/redirect-${status}`, { method });
    expect([response.status, response.text]).toEqual([status, "moved"]);
  }
  expect((await exchange(`${server.url}/redirect-here`, { method })).status).toBe(302);
  expect(server.paths).not.toContain("/secret");
});

it("a response of 200 MB is cut at 8 MiB, whatever length it declares", async () => {
  await using server = await startServer();
  const before = process.memoryUsage().rss;
  for (const path of ["/200-MB", "/200-MB-declared"])
    expect(await failureOf(exchange(server.url + path, { method: "GET" })), path).toEqual({
      kind: "network",
      sent: true,
    });
  expect(process.memoryUsage().rss - before).toBeLessThan(100 * 1024 * 1024);
});

it("a gzip bomb is not unpacked", async () => {
  await using server = await startServer();
  const { status, text } = await exchange(`${server.url}/gzip-bomb`, { method: "GET" });
  expect(status).toBe(200);
  expect(text.length).toBeLessThan(100_000);
  expect(parseJson(text)).toBeUndefined();
});
