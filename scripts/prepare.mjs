// Prepares what every other script needs: packages, database clients, a build. A step is skipped if its inputs have not
// changed. It imports no package, because it runs before the packages are installed.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { finishStaticFiles, shareChunks } from "./finish-build.mjs";

export const root = fileURLToPath(new URL("..", import.meta.url));
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

/**
 * Prints a message to standard error and exits with 1.
 * @returns {never}
 */
export function fail(/** @type {string} */ message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}

/** Runs a program to its end, and exits with 1 if it fails. */
export function run(
  /** @type {string} */ title,
  /** @type {string} */ program,
  /** @type {string[]} */ args,
  env = {},
) {
  // Not to standard output, which may be the JSON of the command that follows.
  process.stderr.write(`${title}\n`);
  const isWindows = process.platform === "win32";
  const result = spawnSync(program, args, {
    cwd: root,
    stdio: "inherit",
    shell: isWindows,
    env: { ...process.env, ...env },
  });
  if (result.status !== 0) fail(`${title} failed.`);
}

function hashOf(/** @type {string[]} */ paths) {
  const hash = createHash("sha256");
  const add = (/** @type {string} */ path) => {
    const full = join(root, path);
    if (!existsSync(full)) return;
    hash.update(path).update(readFileSync(full));
  };
  const walk = (/** @type {string} */ folder) => {
    if (!existsSync(join(root, folder))) return;
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) =>
      a.name.localeCompare(b.name),
    )) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (!entry.name.includes(".test.")) add(path);
    }
  };
  for (const path of paths) path.endsWith("/") ? walk(path.slice(0, -1)) : add(path);
  return hash.digest("hex");
}

/** Runs a step unless its inputs are those of its last run. The stamp file keeps their hash. */
function runIfChanged(/** @type {string} */ stamp, /** @type {string[]} */ inputs, /** @type {() => void} */ step) {
  const file = join(root, stamp);
  const hash = hashOf(inputs);
  if (existsSync(file) && readFileSync(file, "utf8") === hash) return;
  step();
  writeFileSync(file, hash);
}

/** Installs the packages of the lockfile and generates the database clients. */
export function prepare() {
  if (major < 20 || (major === 20 && minor < 19))
    fail(`Latchkey needs Node 20.19 or newer; this is ${process.version}.`);
  runIfChanged("node_modules/.latchkey-installed", ["package-lock.json"], () =>
    run("Installing packages", "npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"]),
  );
  run("Generating database clients", process.execPath, ["scripts/generate.mjs"]);
}

const SOURCES = ["app/", "components/", "lib/", "prisma/schema.prisma", "prisma/migrations/", "public/"];
const SETTINGS = ["next.config.js", "tailwind.config.ts", "postcss.config.mjs", "tsconfig.json", "package-lock.json"];

/** Makes the production build. */
export function build() {
  const inputs = [...SOURCES, ...SETTINGS, "proxy.ts", "instrumentation.ts", "scripts/finish-build.mjs"];
  runIfChanged(".next/latchkey-built", inputs, () => {
    run("Building", process.execPath, ["node_modules/next/dist/bin/next", "build"], { NEXT_TELEMETRY_DISABLED: "1" });
    finishStaticFiles(join(root, ".next", "static"));
    shareChunks(join(root, ".next", "server", "chunks"));
  });
}

// Usage: node scripts/prepare.mjs [build]
if (process.argv[1] === fileURLToPath(import.meta.url)) {
  prepare();
  if (process.argv[2] === "build") build();
}
