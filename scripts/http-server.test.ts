import { once } from "node:events";
import type { RequestListener } from "node:http";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, expect, it } from "vitest";
import { createHttpServer } from "./http-server.mjs";

// Through the running app: e2e/attacks.

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const LIMITS = { headersTimeout: 100, requestTimeout: 200, keepAliveTimeout: 100, connectionsCheckingInterval: 20 };

async function open(listener: RequestListener, isSecure = false): Promise<Socket> {
  const server = createHttpServer(listener, { isSecure, limits: LIMITS }).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  const socket = connect(address !== null && typeof address === "object" ? address.port : 0, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}

const ok: RequestListener = (_, response) => response.end("ok");

it.each([
  ["nothing", "", "408 Request Timeout", "request_timeout"],
  ["half of the headers", "GET / HTTP/1.1\r\na: b\r\n", "408 Request Timeout", "request_timeout"],
  ["no HTTP", "hello\r\n\r\n", "400 Bad Request", "bad_request"],
  ["long headers", `GET / HTTP/1.1\r\na: ${"x".repeat(20_000)}\r\n\r\n`, "431 Request Header", "payload_too_large"],
])("a connection that sends %s is ended with our error", async (_, sent, status, code) => {
  const socket = await open(ok, true);
  socket.write(sent);
  const received = await text(socket);
  expect(received).toContain(`HTTP/1.1 ${status}`);
  expect(received).toContain(`{"error":{"code":"${code}","message":`);
  for (const header of ["nosniff", "cross-origin-resource-policy", "strict-transport-security", "connection: close"])
    expect(received).toContain(header);
});

it("has time limits of seconds, and takes at most 2,000 connections", () => {
  expect(createHttpServer(ok, { isSecure: false })).toMatchObject({
    headersTimeout: 10_000,
    requestTimeout: 15_000,
    keepAliveTimeout: 5_000,
    maxConnections: 2_000,
  });
});

it("a body that does not arrive in time ends the connection, after at most one response", async () => {
  const head = "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n{";
  const early = await open(ok);
  early.write(head);
  expect((await text(early)).match(/HTTP\/1\.1/g)).toHaveLength(1);

  const waiting = await open(async (request, response) => {
    await text(request).catch(() => undefined);
    response.end("too late");
  });
  waiting.write(head);
  expect(await text(waiting)).toMatch(/^HTTP\/1\.1 408 /);
});

it("a response that has begun is cut, and gets no second status line", async () => {
  const socket = await open((_, response) => response.writeHead(200).write("the first part"));
  socket.write("POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\n{");
  const received = await text(socket).catch(() => "");
  expect(received.match(/HTTP\/1\.1/g) ?? []).not.toHaveLength(2);
});

it("a response may take longer than its request", async () => {
  const socket = await open((_, response) => void setTimeout(() => response.end("ok"), 400));
  socket.write("POST / HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 1\r\n\r\n{");
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /);
});
