import { once } from "node:events";
import { createServer, IncomingMessage, request, ServerResponse } from "node:http";
import { Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, it, vi } from "vitest";
import { createListener } from "./request-listener.mjs";

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

const closing: (() => void)[] = [];
afterEach(() => {
  vi.restoreAllMocks();
  for (const close of closing.splice(0)) close();
});

/** Serves with this handler in Next's place. */
async function serve(handle: Handle, proxies = 0): Promise<string> {
  const server = createServer().listen(0, "127.0.0.1");
  closing.push(() => server.close());
  await once(server, "listening");
  const address = server.address();
  const appUrl = `http://127.0.0.1:${typeof address === "object" ? address?.port : address}`;
  server.on("request", createListener(handle, { appUrl, proxies }));
  return appUrl;
}

const echoAddress: Handle = async ({ headers }, response) => {
  response.end(headers["x-latchkey-address"]);
};

/** A request that `fetch` would refuse to send. */
async function send(url: string, path: string, method: string, headers: Record<string, string>) {
  const sent = request(url, { path, method, headers }).end();
  const [response]: IncomingMessage[] = await once(sent, "response");
  return { status: response?.statusCode, body: JSON.parse(response ? await text(response) : "null") };
}

it("responds with 500 and our error body when Next rejects, and logs one line without the message or the address", async () => {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const url = await serve(() => Promise.reject(new TypeError("secret-in-message")));
  const response = await fetch(`${url}/api/path?code=secret-in-address`, { method: "POST" });

  expect(response.status).toBe(500);
  expect(response.headers.get("cache-control")).toBe("no-store");
  const { error } = await response.json();
  expect(error).toEqual({ code: "internal", message: expect.any(String), requestId: expect.any(String) });
  const lines = written.mock.calls.map(([line]) => String(line));
  expect(lines).toEqual([expect.stringMatching(/^\{.*\}\n$/)]);
  expect(JSON.parse(lines.join(""))).toMatchObject({
    level: 50,
    method: "POST",
    status: 500,
    requestId: error.requestId,
  });
  expect(lines.join("")).toContain("TypeError\\n    at ");
  expect(lines.join("")).not.toContain("secret-in");
});

it("cuts the connection when Next rejects after the response has begun", async () => {
  const written = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  const url = await serve(async (_, response) => {
    response.writeHead(200).write("the first part");
    throw new Error("halfway");
  });
  await expect(fetch(url).then((response) => response.text())).rejects.toThrow();
  expect(written).toHaveBeenCalledOnce();
});

it.each([
  ["TRACE", "/api/x", {}, 405, "method_not_allowed"],
  ["POST", "/", {}, 405, "method_not_allowed"],
  ["OPTIONS", "/icon.svg", {}, 405, "method_not_allowed"],
  ["GET", "*", {}, 400, "bad_request"],
  ["GET", "/%E0%A4%A", {}, 400, "bad_request"],
  ["GET", "/api/x?a=1&%5f_proto__=1", {}, 422, "invalid_input"],
  ["GET", "/api/x?nxtPclusterId=1", {}, 422, "invalid_input"],
  ["GET", "/", { "next-router-state-tree": "x" }, 400, "bad_request"],
  ["POST", "/api/x", { "content-type": "application/json; charset=utf-16" }, 415, "unsupported_media_type"],
  ["POST", "/api/x", { "content-length": "65537" }, 413, "payload_too_large"],
  ["POST", "/api/x", { "transfer-encoding": "chunked" }, 411, "payload_too_large"],
])("refuses %s %s %j before Next", async (method, path, headers, status, code) => {
  const handle = vi.fn(echoAddress);
  const refused = await send(await serve(handle), path, method, headers);
  expect(refused).toMatchObject({ status, body: { error: { code } } });
  expect(handle).not.toHaveBeenCalled();
});

it("begins reads one by one, and a change before the reads that wait", async () => {
  const begun: string[] = [];
  let turns = 0;
  const listener = createListener(
    async ({ method }) => {
      begun.push(`${method} in turn ${turns}`);
    },
    { appUrl: "http://a", proxies: 0 },
  );
  const call = (method: string) =>
    listener(
      Object.assign(new IncomingMessage(new Socket()), { method, url: "/api/x", headersDistinct: { host: ["a"] } }),
      new ServerResponse(new IncomingMessage(new Socket())),
    );
  const countTurns = () => {
    turns += 1;
    if (turns < 4) setImmediate(countTurns);
  };
  const calls = ["GET", "HEAD", "POST", "GET"].map(call);
  setImmediate(countTurns);
  await Promise.all(calls);
  expect(begun).toEqual(["POST in turn 0", "GET in turn 0", "HEAD in turn 1", "GET in turn 2"]);
});

it.each([
  [0, "6.6.6.6", "127.0.0.1"],
  [1, "6.6.6.6, 9.9.9.9", "9.9.9.9"],
  [2, "6.6.6.6, 9.9.9.9", "6.6.6.6"],
  [3, "9.9.9.9", "127.0.0.1"],
])("behind %i proxies, reads the client address from %s as %s", async (proxies, forwarded, address) => {
  const url = await serve(echoAddress, proxies);
  const headers = { "x-forwarded-for": forwarded, "x-latchkey-address": "1.2.3.4" };
  expect(await (await fetch(url, { headers })).text()).toBe(address);
});

it("removes what only Next and proxies say, and keeps what browsers and our pages send", async () => {
  const url = await serve(async ({ headers }, response) => {
    response.end(JSON.stringify(Object.keys(headers)));
  });
  const internal = ["x-middleware-subrequest", "x-nextjs-data", "x-forwarded-host", "next-resume", "next-action"];
  const own = ["rsc", "next-router-prefetch", "next-url", "x-latchkey-request", "x-latchkey-address"];
  const headers = Object.fromEntries([...internal, ...own].map((name) => [name, "1"]));
  const kept: string[] = await (await fetch(url, { headers })).json();
  expect(kept.filter((name) => internal.includes(name))).toEqual([]);
  expect(kept).toEqual(expect.arrayContaining([...own, "x-latchkey-prefetch"]));
  const forged: string[] = await (await fetch(url, { headers: { "x-latchkey-prefetch": "1" } })).json();
  expect(forged).not.toContain("x-latchkey-prefetch");
});

it("compresses pages with Brotli where the browser accepts it, and nothing small", async () => {
  const page = "<p>The same words again and again.</p>".repeat(200);
  const url = await serve(async ({ url: path }, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(path === "/small" ? "<p>" : page);
  });
  const load = (path: string, encoding: string) => fetch(url + path, { headers: { "accept-encoding": encoding } });
  const brotli = await load("/", "gzip, deflate, br");
  expect([brotli.headers.get("content-encoding"), brotli.headers.get("vary")]).toEqual(["br", "Accept-Encoding"]);
  expect(await brotli.text()).toBe(page);
  expect((await load("/", "gzip")).headers.get("content-encoding")).toBe("gzip");
  expect((await load("/small", "br")).headers.get("content-encoding")).toBeNull();
  expect((await load("/api/clusters", "br")).headers.get("content-encoding")).toBeNull();
});
