// `npm test`: installs what is missing, a browser included, then checks everything: the code as it stands, unit and
// integration tests on SQLite and PostgreSQL, the build's weight, and the whole product through a browser.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check } from "./check.mjs";
import { fail, prepare, root, run } from "./prepare.mjs";

/** Debian's Chromium where there is one or where we may install it; Playwright's own anywhere else. */
function prepareBrowser() {
  if (existsSync("/usr/bin/chromium")) return;
  if (existsSync("/usr/bin/apt-get") && process.getuid?.() === 0) {
    const quiet = { DEBIAN_FRONTEND: "noninteractive" };
    run("Looking for Chromium", "apt-get", ["update", "-qq"], quiet);
    run("Installing Chromium", "apt-get", ["install", "-y", "-qq", "chromium"], quiet);
    return;
  }
  run("Fetching a browser", process.execPath, ["node_modules/@playwright/test/cli.js", "install", "chromium"]);
}

const reports = mkdtempSync(join(tmpdir(), "latchkey-test-"));
const counts = { passed: 0, failed: 0 };

/** Runs a program to its end. @returns whether it ended well; with `quiet`, its words come all at once, at the end */
async function runToEnd(/** @type {string[]} */ args, { env = {}, quiet = false } = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
  });
  /** @type {Buffer[]} */
  const words = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => words.push(chunk));
  const [status] = await once(child, "close");
  process.stdout.write(Buffer.concat(words));
  return status === 0;
}

/** Runs a test runner that writes a JSON report. One that ends badly without counting a failure counts as one. */
async function runTests(
  /** @type {string} */ title,
  /** @type {(report: string) => string[]} */ argsFor,
  /** @type {(report: any) => { passed: number, failed: number }} */ read,
) {
  const report = join(reports, `${title}.json`);
  process.stdout.write(`\n${title}\n`);
  const isGood = await runToEnd(argsFor(report), { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report } });
  const { passed, failed } = existsSync(report)
    ? read(JSON.parse(readFileSync(report, "utf8")))
    : { passed: 0, failed: 0 };
  counts.passed += passed;
  counts.failed += isGood ? failed : Math.max(1, failed);
}

prepare();
prepareBrowser();
const checks = check();
counts.passed += checks.passed;
counts.failed += checks.failed;
// The build needs one core for half a minute, and the tests mostly wait for a database.
const built = runToEnd(["scripts/prepare.mjs", "build"], { quiet: true });
await runTests(
  "Unit and integration tests",
  (report) => [
    "node_modules/vitest/vitest.mjs",
    "run",
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${report}`,
  ],
  ({ numPassedTests, numFailedTests }) => ({ passed: numPassedTests, failed: numFailedTests }),
);
if (!(await built)) fail("The build failed; its words stand above.");
counts[(await runToEnd(["scripts/budget.mjs"])) ? "passed" : "failed"]++;
await runTests(
  "End-to-end tests",
  () => ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"],
  ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped }),
);
rmSync(reports, { recursive: true, force: true });
process.stdout.write(`\n${counts.passed} passed, ${counts.failed} failed\n`);
process.exitCode = counts.failed > 0 ? 1 : 0;
