import { performance } from "node:perf_hooks";
import { expect, test } from "../fixtures/attack";
import { headOf, openSocket, type RawRequest, readResponse } from "../fixtures/raw-http";

/** A page that does some work, and needs no upstream call. */
const PAGE = "/sign-in";

/** Sends one byte a second for as long as the server reads them. Returns the status and how long that took, in seconds. */
async function drip(url: string, head: string, bytes: () => string) {
  const socket = await openSocket(url);
  const started = performance.now();
  socket.write(head);
  const dripping = setInterval(() => socket.writable && socket.write(bytes()), 1_000);
  const { status } = await readResponse(socket);
  clearInterval(dripping);
  return { status, seconds: (performance.now() - started) / 1_000 };
}

test("slow headers, slow bodies and silent connections get 408 or are cut within 20 s", async ({ app, headersOf }) => {
  const own = { ...(await headersOf("owner")), "content-length": "60000" };
  const json = { "content-length": "60000", "content-type": "application/json" };
  const post = (path: string, headers: RawRequest["headers"] = json) =>
    headOf(app.url, { method: "POST", path, headers });
  const clients = `/api/clusters/${crypto.randomUUID()}/clients`;
  const attacks: Record<string, Promise<{ status: number; seconds: number }>> = {
    "no byte": drip(app.url, "", () => ""),
    "a request line byte by byte": drip(app.url, "GET ", () => "/"),
    "endless headers": drip(app.url, `GET ${PAGE} HTTP/1.1\r\n`, () => "a: b\r\n"),
    "a body without a session": drip(app.url, post(clients), () => "{"),
    "a body of an owner": drip(app.url, post(clients, own), () => "{"),
    "a body of a sign-in": drip(app.url, post("/api/auth/callback/demo"), () => "{"),
    "a body for a page": drip(app.url, post(PAGE), () => "{"),
    "a body that never comes": drip(app.url, post(clients, own), () => ""),
  };
  for (const [attack, result] of Object.entries(attacks)) {
    const { status, seconds } = await result;
    expect([0, 401, 404, 405, 408, 415], attack).toContain(status);
    expect(seconds, attack).toBeLessThan(20);
  }
  expect((await attacks["no byte"])?.status).toBe(408);
  expect((await attacks["endless headers"])?.status).toBe(408);
});

test("a kept connection that sends nothing more is closed within 20 s", async ({ app }) => {
  const socket = await openSocket(app.url);
  socket.write(headOf(app.url, { path: "/icon.svg", headers: { connection: "keep-alive" } }));
  const started = performance.now();
  expect((await readResponse(socket)).status).toBe(200);
  expect(performance.now() - started).toBeLessThan(20_000);
});

test("beside 200 idle connections a page takes less than twice its time", async ({ app, send }) => {
  const times: Record<"alone" | "beside", number[]> = { alone: [], beside: [] };
  const measure = async (kind: keyof typeof times) => {
    for (let at = 0; at < 5; at++) {
      const started = performance.now();
      expect((await send({ path: PAGE })).status).toBe(200);
      times[kind].push(performance.now() - started);
    }
  };
  const median = (kind: keyof typeof times) => times[kind].toSorted((a, b) => a - b)[times[kind].length / 2] ?? 0;
  await send({ path: PAGE });
  // In turns, because the machine may be busy with another test for a while.
  for (let round = 0; round < 4; round++) {
    await measure("alone");
    const idle = await Promise.all(Array.from({ length: 200 }, () => openSocket(app.url)));
    await measure("beside");
    for (const socket of idle) socket.destroy();
  }
  expect(median("beside")).toBeLessThan(2 * median("alone"));
});
