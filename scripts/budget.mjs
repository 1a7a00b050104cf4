// `npm run budget`: prints the gzipped size of each page's first-load JavaScript, and fails if a page is over the budget.
// It counts the files that the build's manifests name for a page: Next's own, and those of the page with its layouts and
// its loading, error and not-found files. It does not count polyfills (`nomodule`, which no supported browser loads) or
// code that is imported on demand, such as dialogs and formats.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { gzipSync } from "node:zlib";
import { fail, root } from "./prepare.mjs";

const BUDGET = 180 * 1024;
const build = join(root, ".next");
/** @type {{ rootMainFiles: string[] }} */
const { rootMainFiles } = JSON.parse(readFileSync(join(build, "build-manifest.json"), "utf8"));

/** @type {Map<string, number>} */
const sizes = new Map();
function sizeOf(/** @type {string} */ file) {
  const size = sizes.get(file) ?? gzipSync(readFileSync(join(build, file))).length;
  sizes.set(file, size);
  return size;
}

/** Reads the files that a page's manifest names. The manifest is a script that sets a global variable. */
function filesOf(/** @type {string} */ manifest) {
  /** @type {{ globalThis: { __RSC_MANIFEST?: Record<string, { entryJSFiles?: Record<string, string[]> }> } }} */
  const sandbox = { globalThis: {} };
  runInNewContext(readFileSync(manifest, "utf8"), sandbox);
  const pages = Object.values(sandbox.globalThis.__RSC_MANIFEST ?? {});
  return new Set([...rootMainFiles, ...pages.flatMap(({ entryJSFiles }) => Object.values(entryJSFiles ?? {}).flat())]);
}

const server = join(build, "server", "app");
const suffix = "page_client-reference-manifest.js";
const pages = readdirSync(server, { recursive: true, encoding: "utf8" }).filter((path) => path.endsWith(suffix));
if (pages.length === 0) fail("No pages found in .next. Run `npm run build` first.");

let isOver = false;
for (const page of pages.sort()) {
  const bytes = [...filesOf(join(server, page))].reduce((sum, file) => sum + sizeOf(file), 0);
  isOver ||= bytes > BUDGET;
  const mark = bytes > BUDGET ? "OVER" : "ok";
  process.stdout.write(`${(bytes / 1024).toFixed(1).padStart(6)} KiB  ${mark}  /${page.slice(0, -suffix.length)}\n`);
}
if (isOver) fail(`First-load JavaScript is over ${BUDGET / 1024} KiB gzip.`);
