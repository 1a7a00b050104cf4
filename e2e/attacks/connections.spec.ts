import { performance } from "node:perf_hooks";
import { codeOf, expect, test } from "../fixtures/attack";
import { headOf, openSocket, type RawRequest, readResponse, sendRaw } from "../fixtures/raw-http";

/** A page that does some work, and needs no upstream call. */
const PAGE = "/sign-in";

/** Sends something every second for as long as the server reads it. Returns the response and its time in seconds. */
async function drip(url: string, head: string, bytes: () => string) {
  const socket = await openSocket(url);
  const started = performance.now();
  socket.write(head);
  const dripping = setInterval(() => socket.writable && socket.write(bytes()), 1_000);
  const response = await readResponse(socket);
  clearInterval(dripping);
  return { ...response, seconds: (performance.now() - started) / 1_000 };
}

test("slow headers, slow bodies and silent connections get 408 or are cut within 30 s", async ({ app, own }) => {
  const slow = { ...own, "content-length": "60000" };
  const json = { "content-length": "60000", "content-type": "application/json" };
  const post = (path: string, headers: RawRequest["headers"] = json) =>
    headOf(app.url, { method: "POST", path, headers });
  const clients = `/api/clusters/${crypto.randomUUID()}/clients`;
  const attacks: Record<string, ReturnType<typeof drip>> = {
    "no byte": drip(app.url, "", () => ""),
    "a request line byte by byte": drip(app.url, "GET ", () => "/"),
    "endless headers": drip(app.url, `GET ${PAGE} HTTP/1.1\r\n`, () => "a: b\r\n"),
    "a body without a session": drip(app.url, post(clients), () => "{"),
    "a body of an owner": drip(app.url, post(clients, slow), () => "{"),
    "a body of a sign-in": drip(app.url, post("/api/auth/callback/demo"), () => "{"),
    "a body for a page": drip(app.url, post(PAGE), () => "{"),
    "a body that never comes": drip(app.url, post(clients, slow), () => ""),
  };
  for (const [attack, result] of Object.entries(attacks)) {
    const { status, seconds } = await result;
    expect([0, 401, 404, 405, 408, 415], attack).toContain(status);
    expect(seconds, attack).toBeLessThan(30);
  }
  for (const attack of ["no byte", "endless headers"]) {
    const response = await attacks[attack];
    expect([response?.status, response && codeOf(response)], attack).toEqual([408, "request_timeout"]);
    for (const name of ["x-content-type-options", "cross-origin-resource-policy", "cache-control"])
      expect(response?.headers.has(name), `${attack}: ${name}`).toBe(true);
  }
});

test("a kept connection that sends nothing more is closed within 30 s", async ({ app }) => {
  const socket = await openSocket(app.url);
  socket.write(headOf(app.url, { path: "/icon.svg", headers: { connection: "keep-alive" } }));
  const started = performance.now();
  expect((await readResponse(socket)).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(30_000);
});

test("beside 200 idle connections a page's p99 is less than doubled", async ({ app, launch }) => {
  const apps = [app.url, (await launch()).url];
  const times: Record<"alone" | "beside", number[]> = { alone: [], beside: [] };
  const ask = async (url: string) => {
    const started = performance.now();
    expect((await sendRaw(url, { path: PAGE })).status).toBe(200);
    return performance.now() - started;
  };
  const p99 = (all: number[]) => all.toSorted((a, b) => a - b)[Math.ceil(all.length * 0.99) - 1] ?? 0;
  for (let at = 0; at < 50; at++) for (const url of apps) await ask(url);
  // Each request to the app with the idle connections has one to the other app beside it, and the apps swap: what else the
  // machine does meets both.
  for (let round = 0; round < 12; round++) {
    const [alone = "", beside = ""] = round % 2 === 0 ? apps : apps.toReversed();
    const idle = await Promise.all(Array.from({ length: 200 }, () => openSocket(beside)));
    for (let at = 0; at < 25; at++) {
      times.alone.push(await ask(alone));
      times.beside.push(await ask(beside));
    }
    expect(idle.filter(({ readyState }) => readyState !== "open")).toEqual([]);
    for (const socket of idle) socket.destroy();
  }
  expect(p99(times.beside)).toBeLessThan(2 * p99(times.alone));
});

test("of a body of 50 MB, or one without an end, next to nothing is read", async ({ app, own, send }) => {
  const endings: [headers: Record<string, string>, status: number][] = [
    [{ "content-length": "52428800" }, 413],
    [{ "transfer-encoding": "chunked" }, 411],
  ];
  for (const [headers, status] of endings)
    for (const path of ["/api/clusters", "/api/auth/callback/demo", `/api/clusters/${crypto.randomUUID()}/clients`]) {
      const socket = await openSocket(app.url);
      socket.write(
        headOf(app.url, { method: "POST", path, headers: { ...own, ...headers, connection: "keep-alive" } }),
      );
      // The answer comes before the body, and the connection ends with it.
      expect((await readResponse(socket)).status, path).toBe(status);
      expect(socket.bytesWritten).toBeLessThan(2_000);
    }
  expect((await send({ path: PAGE })).status).toBe(200);
});
