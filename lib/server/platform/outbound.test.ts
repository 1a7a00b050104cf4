import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { exchange, HttpFailure } from "@/lib/server/platform/outbound";

/** Starts a server that never responds to `/hang…` until released, and responds to everything else. */
async function startServer() {
  const held: ServerResponse[] = [];
  const paths: string[] = [];
  const server = createServer((request, response) => {
    paths.push(request.url ?? "");
    if (request.url?.startsWith("/hang")) held.push(response);
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
