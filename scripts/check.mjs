// The checks that read the code and run nothing of it: lint, imports, words, types, unused code, generated docs. `npm run check`.
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { prepare, root } from "./prepare.mjs";

const bin = (/** @type {string} */ path) => ["node_modules", path].join("/");

/**
 * The lists run at the same time, the checks of one list one after the other.
 * @type {readonly { title: string, args: string[] }[][]}
 */
const CHECKS = [
  [{ title: "Lint and format", args: [bin("@biomejs/biome/bin/biome"), "check", "--error-on-warnings", "."] }],
  [{ title: "Floors and circles", args: ["scripts/check-floors.mjs"] }],
  [{ title: "Words", args: ["scripts/check-words.mjs"] }],
  [
    { title: "Route types", args: [bin("next/dist/bin/next"), "typegen"] },
    { title: "Types", args: [bin("typescript/bin/tsc"), "--noEmit"] },
  ],
  [{ title: "Unused code", args: [bin("knip/bin/knip.js"), "--no-config-hints"] }],
  [{ title: "docs/formats.md", args: ["--import", "tsx", "scripts/formats-doc.ts", "--check"] }],
];

/** @returns {Promise<{ isGood: boolean, output: string }>} */
function runCheck(/** @type {string[]} */ args) {
  return new Promise((resolve) => {
    const options = { cwd: root, maxBuffer: 64 * 1024 * 1024 };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      resolve({ isGood: error === null, output: `${stdout}${stderr}` });
    });
  });
}

/** Runs every check, also after one has failed. @returns how many passed and failed */
export async function check() {
  const counts = { passed: 0, failed: 0 };
  const runList = async (/** @type {(typeof CHECKS)[number]} */ list) => {
    for (const { title, args } of list) {
      const { isGood, output } = await runCheck(args);
      counts[isGood ? "passed" : "failed"]++;
      process.stdout.write(`${isGood ? "ok    " : "FAILED"}  ${title}\n${isGood ? "" : `${output}\n`}`);
    }
  };
  await Promise.all(CHECKS.map(runList));
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  prepare();
  process.exitCode = (await check()).failed > 0 ? 1 : 0;
}
