// `npm test`: installs packages and a browser if they are missing, then runs every check and test: static checks, unit
// and integration tests on SQLite and PostgreSQL, the page budget, and end-to-end tests in a browser.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, readFileSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installOwnBrowser, installSystemBrowser } from "./browser.mjs";
import { check } from "./check.mjs";
import { fail, prepare, root } from "./prepare.mjs";

// The tests' databases and browser profiles are kept in memory if there is room.
const MEMORY = "/dev/shm";
const { bavail: blocks, bsize: size } = existsSync(MEMORY) ? statfsSync(MEMORY) : { bavail: 0, bsize: 0 };
if (blocks * size > 2 ** 31) process.env["TMPDIR"] = MEMORY;
const reports = mkdtempSync(join(tmpdir(), "latchkey-test-"));
const counts = { passed: 0, failed: 0 };
/** @type {string[]} */
const times = [];

/**
 * Runs one part and notes how long it took.
 * @template Result
 * @param {string} part
 * @param {() => Result | Promise<Result>} run
 */
async function timed(part, run) {
  const start = performance.now();
  const result = await run();
  times.push(`${((performance.now() - start) / 1000).toFixed(1).padStart(7)} s  ${part}`);
  return result;
}

/** Runs a program to its end. With `quiet`, its output is printed when it has ended. @returns whether it succeeded */
async function runToEnd(/** @type {string[]} */ args, { env = {}, quiet = false } = {}) {
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
  });
  /** @type {Buffer[]} */
  const output = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => output.push(chunk));
  const [status] = await once(child, "close");
  process.stdout.write(Buffer.concat(output));
  return status === 0;
}

/** Runs a test runner that writes a JSON report. If it fails without reporting a failed test, that counts as one. */
async function runTests(
  /** @type {string} */ title,
  /** @type {(report: string) => string[]} */ argsFor,
  /** @type {(report: any) => { passed: number, failed: number }} */ read,
) {
  const report = join(reports, `${title}.json`);
  process.stdout.write(`\n${title}\n`);
  const isGood = await timed(title, () => runToEnd(argsFor(report), { env: { PLAYWRIGHT_JSON_OUTPUT_FILE: report } }));
  const { passed, failed } = existsSync(report)
    ? read(JSON.parse(readFileSync(report, "utf8")))
    : { passed: 0, failed: 0 };
  counts.passed += passed;
  counts.failed += isGood ? failed : Math.max(1, failed);
}

await timed("Install", async () => {
  // Debian's package arrives while npm installs.
  const installed = installSystemBrowser();
  prepare();
  await installed;
  installOwnBrowser();
});
const checks = await timed("Checks", check);
counts.passed += checks.passed;
counts.failed += checks.failed;
// The tests mostly wait for a database, so the build can run beside them.
const built = timed("Build, beside the unit and integration tests", () =>
  runToEnd(["scripts/prepare.mjs", "build"], { quiet: true, env: { LATCHKEY_TYPES_CHECKED: "1" } }),
);
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
if (!(await built)) fail("The build failed; see its output above.");
counts[(await timed("Budget", () => runToEnd(["scripts/budget.mjs"]))) ? "passed" : "failed"]++;
await runTests(
  "End-to-end tests",
  () => ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"],
  ({ stats }) => ({ passed: stats.expected, failed: stats.unexpected + stats.flaky + stats.skipped }),
);
rmSync(reports, { recursive: true, force: true });
process.stdout.write(`\n${times.join("\n")}\n${counts.passed} passed, ${counts.failed} failed\n`);
process.exitCode = counts.failed > 0 ? 1 : 0;
