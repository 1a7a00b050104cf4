// The checks that read the code and run nothing of it: lint, imports, words, types, unused code, generated docs. `npm run check`.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { prepare, root } from "./prepare.mjs";

const bin = (/** @type {string} */ path) => ["node_modules", path].join("/");

/** @type {readonly { title: string, args: string[] }[]} */
const CHECKS = [
  { title: "Lint and format", args: [bin("@biomejs/biome/bin/biome"), "check", "--error-on-warnings", "."] },
  { title: "Floors and circles", args: ["scripts/check-floors.mjs"] },
  { title: "Words", args: ["scripts/check-words.mjs"] },
  { title: "Route types", args: [bin("next/dist/bin/next"), "typegen"] },
  { title: "Types", args: [bin("typescript/bin/tsc"), "--noEmit"] },
  { title: "Unused code", args: [bin("knip/bin/knip.js"), "--no-config-hints"] },
  { title: "docs/formats.md", args: ["--import", "tsx", "scripts/formats-doc.ts", "--check"] },
];

/** Runs every check, also after one has failed. @returns how many passed and failed */
export function check() {
  const counts = { passed: 0, failed: 0 };
  for (const { title, args } of CHECKS) {
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
    const isGood = status === 0;
    counts[isGood ? "passed" : "failed"]++;
    process.stdout.write(`${isGood ? "ok    " : "FAILED"}  ${title}\n${isGood ? "" : `${stdout}${stderr}\n`}`);
  }
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  prepare();
  process.exitCode = check().failed > 0 ? 1 : 0;
}
