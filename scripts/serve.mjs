// Serves the app: `npm start` (and with --dev, `npm run dev`). Next runs behind our own small HTTP server, because only
// the owner of the sockets knows where a request really comes from and can finish open requests before the process ends.
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { parseArgs } from "node:util";
import { createListener } from "./request-listener.mjs";

const { values } = parseArgs({ options: { dev: { type: "boolean", default: false } } });
// The demo gets all its settings from scripts/demo.mjs. The .env of a real installation must not reach it.
if (process.env["LATCHKEY_DEMO"] !== "1" && existsSync(".env")) process.loadEnvFile();

const dev = values.dev;
Object.assign(process.env, { NODE_ENV: dev ? "development" : "production", NEXT_TELEMETRY_DISABLED: "1" });
// Next reads NODE_ENV while it loads, so it is imported after NODE_ENV is set.
const { default: next } = await import("next");
const port = Number(process.env["PORT"] || 3000);
if (!Number.isInteger(port) || port < 1 || port > 65_535) refuseStart("PORT must be a whole number from 1 to 65535");
// In a demo anybody can sign in as an owner, so only this machine may reach it.
const isPrivate = dev || process.env["LATCHKEY_DEMO"] === "1";
const hostname = isPrivate ? "127.0.0.1" : process.env["HOSTNAME"] || "0.0.0.0";
const proxies = Number(process.env["LATCHKEY_TRUSTED_PROXIES"] || 0);
if (!Number.isInteger(proxies) || proxies < 0) refuseStart("LATCHKEY_TRUSTED_PROXIES must be a whole number");
const SHUTDOWN_MS = 25_000;

/** @returns {never} */
function refuseStart(/** @type {string} */ why) {
  process.stderr.write(`Latchkey can't start: ${why}.\n`);
  process.exit(1);
}

const app = next({ dev, hostname, port });
const server = createServer(createListener(app.getRequestHandler(), proxies));

server.on("error", (/** @type {NodeJS.ErrnoException} */ error) => {
  refuseStart(error.code === "EADDRINUSE" ? `port ${port} is taken; set PORT to a free one` : error.message);
});
// The app uses no WebSocket. Next's development upgrade handler would keep such a connection open.
if (!dev) server.on("upgrade", (_, socket) => socket.destroy());

let ending = false;
function end() {
  if (ending) return;
  ending = true;
  const finish = async () => {
    await Reflect.get(globalThis, Symbol.for("latchkey.finish"))?.();
    process.exit(0);
  };
  // Open requests get their response: it may hold a secret that is shown only once.
  server.close(finish);
  server.closeIdleConnections();
  setTimeout(finish, SHUTDOWN_MS).unref();
}
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, end);

/** lib/server/start.ts resolves it once settings are checked and migrations applied. No request is served before. */
const started = new Promise((resolve) => {
  Reflect.set(globalThis, Symbol.for("latchkey.started"), resolve);
});
await app.prepare();
await started;
server.listen(port, hostname, () => {
  process.stdout.write(`Latchkey serves on http://${hostname === "0.0.0.0" ? "localhost" : hostname}:${port}\n`);
});
