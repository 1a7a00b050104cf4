// Serves the app: `npm start` (and with --dev, `npm run dev`). Next behind our own small HTTP server, for two things
// that only the one who holds the socket can do: say truly where a request comes from, and end in good order.

import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { dev: { type: "boolean", default: false } } });
// The demo has all its settings from scripts/demo.mjs: nothing of a real installation may slip into it.
if (process.env["LATCHKEY_DEMO"] !== "1" && existsSync(".env")) process.loadEnvFile();

const dev = values.dev;
Object.assign(process.env, { NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
// Only now: Next looks at NODE_ENV while it loads.
const { default: next } = await import("next");
const port = Number(process.env["PORT"] || 3000);
if (!Number.isInteger(port) || port < 1 || port > 65_535) refuseStart("PORT must be a whole number from 1 to 65535");
// A demo lets anybody be its owner: it is served to this machine alone.
const isPrivate = dev || process.env["LATCHKEY_DEMO"] === "1";
const hostname = isPrivate ? "127.0.0.1" : process.env["HOSTNAME"] || "0.0.0.0";
/** How many proxies of ours stand in front. Each adds one address at the end of X-Forwarded-For; the rest is hearsay. */
const proxies = Number(process.env["LATCHKEY_TRUSTED_PROXIES"] || 0);
if (!Number.isInteger(proxies) || proxies < 0) refuseStart("LATCHKEY_TRUSTED_PROXIES must be a whole number");
const SHUTDOWN_MS = 25_000;

/** @returns {never} */
function refuseStart(/** @type {string} */ why) {
  process.stderr.write(`Latchkey can't start: ${why}.\n`);
  process.exit(1);
}

function addressOf(/** @type {import("node:http").IncomingMessage} */ request) {
  const socket = request.socket.remoteAddress ?? "unknown";
  if (proxies === 0) return socket;
  const chain = [...String(request.headers["x-forwarded-for"] ?? "").split(","), socket].map((hop) => hop.trim());
  return chain.filter(Boolean).at(-1 - proxies) ?? socket;
}

/** No request of ours is larger; more would be read into memory before anyone asks who sends it. */
const MAX_BODY_BYTES = 64 * 1024;

/** Next answers 500 to what it does not know. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/** Why a request is not even looked at: [status, code, words]; null when it may come in. */
function refusalOf(/** @type {import("node:http").IncomingMessage} */ { method = "", url = "", headers }) {
  if (!METHODS.has(method)) return [405, "method_not_allowed", "This address does not take that method."];
  if (!url.startsWith("/") || !isReadable(url)) return [400, "not_found", "This address can't be read."];
  if (Number(headers["content-length"] ?? 0) > MAX_BODY_BYTES)
    return [413, "payload_too_large", "The request is too large. Nothing was changed."];
  if (headers["transfer-encoding"]) return [411, "payload_too_large", "Say how long the request is (Content-Length)."];
  return null;
}

/** Whether a path is well-formed: Next answers 500 where the fault is the request's. */
function isReadable(/** @type {string} */ url) {
  try {
    return decodeURIComponent(url.split("?")[0] ?? "") !== "";
  } catch {
    return false;
  }
}

const app = next({ dev, hostname, port });
const handle = app.getRequestHandler();
const server = createServer((request, response) => {
  const refusal = refusalOf(request);
  if (refusal) {
    const [status, code, message] = refusal;
    const headers = {
      "content-type": "application/json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    };
    response.writeHead(Number(status), { ...headers, connection: "close" });
    response.end(JSON.stringify({ error: { code, message, requestId: randomUUID() } }));
    return;
  }
  request.headers["x-latchkey-address"] = addressOf(request);
  handle(request, response);
});

server.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  refuseStart(error.code === "EADDRINUSE" ? `port ${port} is taken; set PORT to a free one` : error.message);
});
// Nothing of ours speaks another protocol, and what Next keeps for development would hold the line open.
if (!dev) server.on("upgrade", (_, socket) => socket.destroy());

let ending = false;
function end() {
  if (ending) return;
  ending = true;
  const finish = async () => {
    await Reflect.get(globalThis, Symbol.for("latchkey.finish"))?.();
    process.exit(0);
  };
  // Requests in flight get their answer: one of them may hold a secret that is shown only once.
  server.close(finish);
  server.closeIdleConnections();
  setTimeout(finish, SHUTDOWN_MS).unref();
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, end);

/** Settled by lib/server/start once settings are checked and migrations applied; nobody is served before. */
const started = new Promise((resolve) => {
  Reflect.set(globalThis, Symbol.for("latchkey.started"), resolve);
});
await app.prepare();
await started;
server.listen(port, hostname, () => {
  process.stdout.write(`Latchkey serves on http://${hostname === "0.0.0.0" ? "localhost" : hostname}:${port}\n`);
});
