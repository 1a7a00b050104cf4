// Serves the app: `npm start` (and with --dev, `npm run dev`). Next runs behind our own small HTTP server, because only
// the owner of the sockets knows where a request really comes from and can finish open requests before the process ends.
import { existsSync, writeSync } from "node:fs";
import { parseArgs } from "node:util";
import { createHttpServer } from "./http-server.mjs";
import { INFO, printLine, takeOverOutput } from "./output.mjs";
import { createListener } from "./request-listener.mjs";
import { createStaticFiles } from "./static-files.mjs";

const { values } = parseArgs({ options: { dev: { type: "boolean", default: false } } });
const dev = values.dev;
// A developer reads the lines that Next prints.
if (!dev) takeOverOutput();
// The demo gets all its settings from scripts/demo-programs.mjs. The .env of a real installation must not reach it.
if (process.env["LATCHKEY_DEMO"] !== "1" && existsSync(".env")) process.loadEnvFile();

Object.assign(process.env, { NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
// Next reads NODE_ENV while it loads, so it is imported after NODE_ENV is set.
const { default: next } = await import("next");
const port = Number(process.env["PORT"] || 3000);
if (!Number.isInteger(port) || port < 1 || port > 65_535) refuseStart("PORT must be a whole number from 1 to 65535");
const proxies = Number(process.env["LATCHKEY_TRUSTED_PROXIES"] || 0);
if (!Number.isInteger(proxies) || proxies < 0) refuseStart("LATCHKEY_TRUSTED_PROXIES must be a whole number");
const SHUTDOWN_MS = 25_000;

/**
 * Says why to the person who starts it, in words and not in JSON.
 * @returns {never}
 */
function refuseStart(/** @type {string} */ why) {
  writeSync(process.stderr.fd, `Latchkey can't start: ${why}.\n`);
  process.exit(1);
}

/** The address to listen on: none that others can reach, if people open the app on this machine only. */
function listenAddress(/** @type {URL} */ { hostname }) {
  const loopback = hostname === "[::1]" ? "::1" : "127.0.0.1";
  // In a demo anybody can sign in as an owner.
  if (dev || process.env["LATCHKEY_DEMO"] === "1") return loopback;
  const isLoopback = ["localhost", "127.0.0.1", "[::1]"].includes(hostname);
  return process.env["HOSTNAME"] || (isLoopback ? loopback : "0.0.0.0");
}

/** @type {import("node:http").Server | undefined} */
let server;
let ending = false;
function end() {
  if (ending) return;
  ending = true;
  const finish = async () => {
    await Reflect.get(globalThis, Symbol.for("latchkey.finish"))?.();
    process.exit(0);
  };
  // Open requests get their response: it may hold a secret that is shown only once.
  if (server) server.close(finish);
  else finish();
  server?.closeIdleConnections();
  setTimeout(finish, SHUTDOWN_MS).unref();
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, end);

const app = next({ dev, port });
/** lib/server/start.ts resolves it once settings are checked and migrations applied. No request is served before. */
const started = new Promise((resolve) => {
  Reflect.set(globalThis, Symbol.for("latchkey.started"), resolve);
});
await app.prepare();
await started;

const appUrl = new URL(process.env["NEXTAUTH_URL"] ?? "");
// In development, Next builds them when they are asked for.
const files = dev ? {} : { sendFile: createStaticFiles(".next/static") };
const listener = createListener(app.getRequestHandler(), { appUrl: appUrl.origin, proxies, ...files });
server = createHttpServer(listener, { isSecure: appUrl.protocol === "https:" });
server.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  refuseStart(error.code === "EADDRINUSE" ? `port ${port} is taken; set PORT to a free one` : error.message);
});
// The app uses no WebSocket. Next's development upgrade handler would keep such a connection open.
if (!dev) server.on("upgrade", (_, socket) => socket.destroy());

const hostname = listenAddress(appUrl);
server.listen(port, hostname, () => {
  printLine(INFO, `Latchkey serves on http://${hostname === "0.0.0.0" ? "localhost" : hostname}:${port}`);
});
