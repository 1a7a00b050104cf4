// `npm run demo`: installs packages, builds, and runs a simulated Camunda and the app on this machine, with a database
// under ./data. Ctrl-C ends both; the data stays. `npm run demo -- --reset` deletes the data first.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { HEAP } from "./heap.mjs";
import { build, fail, prepare, root } from "./prepare.mjs";
import { endPrograms, endProgramsOnSignal, startProgram } from "./programs.mjs";

const data = join(root, "data", "demo");
await refuseSecond();
if (process.argv.includes("--reset")) rmSync(data, { recursive: true, force: true });
prepare();
build();
mkdirSync(data, { recursive: true });

/** Refuses a second demo, which would overwrite the first one's files. A running demo has written its address. */
async function refuseSecond() {
  const file = join(data, "address");
  const other = existsSync(file) ? readFileSync(file, "utf8") : "";
  if (!other) return;
  const response = await fetch(`${other}/api/health`, { signal: AbortSignal.timeout(2000) }).catch(() => null);
  // Another program may use the port by now.
  const health = await response?.json().catch(() => null);
  if (health?.status) fail(`The demo is already running at ${other}. Stop it first.`);
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

/** One of the demo's own secrets. It is kept in a file, so that sessions and the history survive a restart. */
function secret(/** @type {string} */ name) {
  const file = join(data, name);
  if (!existsSync(file)) writeFileSync(file, randomBytes(33).toString("base64"), { mode: 0o600 });
  return readFileSync(file, "utf8");
}

/** Gives a new database a past. Without one, the demo works as well. */
function seed(/** @type {Record<string, string>} */ env, /** @type {string} */ log) {
  const args = ["--conditions=react-server", "--import", "tsx", "scripts/demo-seed.ts"];
  const output = openSync(log, "a");
  const { status } = spawnSync(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", output, "inherit"],
  });
  if (status !== 0) process.stderr.write("The demo starts without all of its example history.\n");
}

async function startDemo() {
  const log = join(data, "latchkey.log");
  const simulatorPort = await freePort(8090);
  const port = await freePort(Number(process.env["PORT"] || 3000));
  const credentials = {
    CAMUNDA_CONSOLE_CLIENT_ID: "demo-console-client",
    CAMUNDA_CONSOLE_CLIENT_SECRET: "demo-console-secret-known-to-all",
  };
  const simulator = await startProgram(["--import", "tsx", "simulator/main.ts"], {
    env: { ...credentials, PORT: String(simulatorPort), SIMULATOR_STATE: join(data, "camunda.json") },
    ready: /http:\/\/\S+/,
    log,
  });
  const address = `http://127.0.0.1:${port}`;
  const env = {
    ...credentials,
    // A secret from a file would take precedence over the demo's own.
    DATABASE_URL_FILE: "",
    NEXTAUTH_SECRET_FILE: "",
    CAMUNDA_CONSOLE_CLIENT_SECRET_FILE: "",
    LATCHKEY_AUDIT_KEY_FILE: "",
    LATCHKEY_DEMO: "1",
    PORT: String(port),
    DATABASE_URL: `file:${join(data, "latchkey.db")}`,
    NEXTAUTH_URL: address,
    NEXTAUTH_SECRET: secret("secret"),
    LATCHKEY_AUDIT_KEY: `demo:${secret("audit-key")}`,
    LATCHKEY_AUDIT_HEADS: join(data, "audit-heads.jsonl"),
    CAMUNDA_CONSOLE_BASE_URL: simulator,
    CAMUNDA_OAUTH_URL: `${simulator}/oauth/token`,
  };
  seed(env, log);
  await startProgram([...HEAP, "scripts/serve.mjs"], { env, ready: /Latchkey serves on/, log });
  writeFileSync(join(data, "address"), address);
  process.stdout.write(`
  Latchkey's demo is ready:  ${address}
  Sign in as Demo owner. Camunda is simulated; nothing leaves this machine.
  Ctrl-C stops it. Your data and the log stay in data/demo; \`npm run demo -- --reset\` deletes them.

`);
}

endProgramsOnSignal();
await startDemo().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  return endPrograms(1);
});
