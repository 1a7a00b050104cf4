// `npm run demo`: installs packages, builds, and runs a simulated Camunda and the app on this machine, with a database
// under ./data. Ctrl-C ends both; the data stays. `npm run demo -- --reset` deletes the data first.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startDemo } from "./demo-programs.mjs";
import { build, fail, prepare, root } from "./prepare.mjs";
import { endPrograms, endProgramsOnSignal } from "./programs.mjs";

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

async function runDemo() {
  const { address } = await startDemo(data, Number(process.env["PORT"] || 3000));
  writeFileSync(join(data, "address"), address);
  process.stdout.write(`
  Latchkey's demo is ready:  ${address}
  Sign in as Demo owner. Camunda is simulated; nothing leaves this machine.
  Ctrl-C stops it. Your data and the log stay in data/demo; \`npm run demo -- --reset\` deletes them.

`);
}

endProgramsOnSignal();
await runDemo().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  return endPrograms(1);
});
