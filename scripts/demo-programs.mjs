// The demo's programs, with all their data in one folder: a simulated Camunda, an example history, and the app.
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { HEAP } from "./heap.mjs";
import { fail, root } from "./prepare.mjs";
import { startProgram } from "./programs.mjs";

async function isFree(/** @type {number} */ port) {
  const probe = createServer();
  const free = await new Promise((resolve) => {
    probe.once("listening", () => resolve(true)).once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1");
  });
  probe.close();
  return free;
}

/** The first free port of this machine from a number on. */
export async function freePort(/** @type {number} */ from) {
  for (let port = from; port < from + 100; port++) if (await isFree(port)) return port;
  return fail(`No free port between ${from} and ${from + 99}.`);
}

/** One of the demo's own secrets. It is kept in a file, so that sessions and the history survive a restart. */
function secret(/** @type {string} */ data, /** @type {string} */ name) {
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

/**
 * Starts the demo on the first free ports, and waits until it serves. `endPrograms` ends it.
 * @param {string} data the folder of its database, its log and its own secrets
 * @param {number} from the first port that the app may use
 * @returns {Promise<{ address: string, simulator: string }>} the addresses of the app and of the simulated Camunda
 */
export async function startDemo(data, from) {
  const log = join(data, "latchkey.log");
  const simulatorPort = await freePort(8090);
  const port = await freePort(from);
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
    NEXTAUTH_SECRET: secret(data, "secret"),
    LATCHKEY_AUDIT_KEY: `demo:${secret(data, "audit-key")}`,
    LATCHKEY_AUDIT_HEADS: join(data, "audit-heads.jsonl"),
    CAMUNDA_CONSOLE_BASE_URL: simulator,
    CAMUNDA_OAUTH_URL: `${simulator}/oauth/token`,
  };
  seed(env, log);
  await startProgram([...HEAP, "scripts/serve.mjs"], { env, ready: /Latchkey serves on/, log });
  return { address, simulator };
}
