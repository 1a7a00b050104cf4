// `npm run demo`: everything that is needed to try Latchkey, on this machine alone: packages, a build, a simulated
// Camunda, the app, a database under ./data. Ctrl-C ends it all; the data stays. `-- --reset` forgets the data.
import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build, fail, prepare, root } from "./prepare.mjs";

const data = join(root, "data", "demo");
await refuseSecond();
if (process.argv.includes("--reset")) rmSync(data, { recursive: true, force: true });
prepare();
build();
mkdirSync(data, { recursive: true });

/** Two demos on the same files would overwrite each other. The one that runs has written down where. */
async function refuseSecond() {
  const file = join(data, "address");
  const other = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (!other) return;
  const answer = await fetch(`${other}/api/health`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
  // Something else may have the port by now.
  const health = await answer?.json().catch(() => null);
  if (health?.status) fail(`The demo runs already: ${other}. End that one first.`);
}

async function isFree(/** @type {number} */ port) {
  const probe = createServer();
  const free = await new Promise((resolve) => {
    probe.once("listening", () => resolve(true)).once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1");
  });
  probe.close();
  return free;
}

async function freePort(/** @type {number} */ from) {
  for (let port = from; port < from + 100; port++) if (await isFree(port)) return port;
  return fail(`No free port between ${from} and ${from + 99}.`);
}

/** The demo's own key: made once, so that a session outlives a restart. */
function secret() {
  const file = join(data, "secret");
  if (!existsSync(file)) writeFileSync(file, randomBytes(33).toString("base64"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

/** @type {import("node:child_process").ChildProcess[]} */
const children = [];
let ending = false;

/** Starts a program and waits for the first line it prints that `ready` finds something in. */
async function start(
  /** @type {string[]} */ args,
  /** @type {Record<string, string>} */ env,
  /** @type {RegExp} */ ready,
) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "inherit"],
    detached: process.platform !== "win32",
  });
  children.push(child);
  child.once("exit", (code) => {
    if (!ending) end(code ?? 1);
  });
  const lines = createInterface(child.stdout);
  for await (const line of lines) {
    const found = ready.exec(line);
    if (!found) continue;
    child.stdout.pipe(createWriteStream(join(data, "latchkey.log"), { flags: "a" }));
    return found[0];
  }
  return fail(`${args.at(-1)} ended before it was ready.`);
}

async function end(code = 0) {
  if (ending) return;
  ending = true;
  const alive = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  const gone = alive.map((child) => once(child, "exit"));
  for (const child of alive) child.kill("SIGTERM");
  await Promise.all(gone);
  process.exit(code);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => end());

const simulatorPort = await freePort(8090);
const port = await freePort(Number(process.env["PORT"] || 3000));
const credentials = {
  CAMUNDA_CONSOLE_CLIENT_ID: "demo-console-client",
  CAMUNDA_CONSOLE_CLIENT_SECRET: "demo-console-secret-known-to-all",
};
const simulator = await start(
  ["--import", "tsx", "simulator/main.ts"],
  { ...credentials, PORT: String(simulatorPort), SIMULATOR_STATE: join(data, "camunda.json") },
  /http:\/\/\S+/,
);
const address = `http://127.0.0.1:${port}`;
await start(
  ["scripts/serve.mjs"],
  {
    ...credentials,
    // Secrets in files would go before the demo's own.
    DATABASE_URL_FILE: "",
    NEXTAUTH_SECRET_FILE: "",
    CAMUNDA_CONSOLE_CLIENT_SECRET_FILE: "",
    LATCHKEY_DEMO: "1",
    PORT: String(port),
    DATABASE_URL: `file:${join(data, "latchkey.db")}`,
    NEXTAUTH_URL: address,
    NEXTAUTH_SECRET: secret(),
    CAMUNDA_CONSOLE_BASE_URL: simulator,
    CAMUNDA_OAUTH_URL: `${simulator}/oauth/token`,
  },
  /Latchkey serves on/,
);
writeFileSync(join(data, "address"), address);
process.stdout.write(`
  Latchkey's demo is ready:  ${address}
  Sign in as Demo owner. Camunda is simulated; nothing leaves this machine.
  Ctrl-C stops it. Your data and the log stay in data/demo; \`npm run demo -- --reset\` forgets them.

`);
