// Fails on an import that the table does not allow, and on files that import each other in a circle. Type-only and
// dynamic imports count. Part of `npm run check`.
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import { fail } from "./prepare.mjs";
import { sourceFiles } from "./source-files.mjs";

const SERVER = "server-only node: zod lib/contract lib/server/platform";
const VIEW = "react react-dom lucide-react next/link next/navigation";
const DOMAIN_VIEW = `${VIEW} @tanstack/react-query components lib/{browser,credentials,contract}`;

/**
 * Each room, from the bottom up, and what it may import beside itself: folders, files and packages, each with all that
 * is inside; `*` is everything. Braces list alternatives. The innermost room around a file counts. Tests, `testing`
 * folders and e2e may import everything, and only they may import from there.
 * @type {Record<string, string>}
 */
const ROOMS = {
  "lib/contract": "zod",
  "lib/credentials": "lib/contract",
  "lib/browser": "react zod @tanstack/react-query lib/contract",

  "components/ui": `${VIEW} @tanstack/react-virtual`,
  "components/states": `${VIEW} components/ui lib/{browser,contract}`,
  "components/shell": `${VIEW} components/{ui,states} lib/{browser,contract}`,
  "components/{palette,sign-in,sessions,members,clusters,clients,rotations,metadata,inventory,findings,overview,waiting,exports,audit,notices,setup}":
    DOMAIN_VIEW,

  "lib/server/platform": "server-only node: zod pino undici lib/contract",
  "lib/server/platform/database": `${SERVER} @prisma prisma`,
  "lib/server/camunda": `${SERVER} undici lib/credentials`,
  "lib/server/history": SERVER,
  "lib/server/outbox": SERVER,
  "lib/server/access": `${SERVER} rate-limiter-flexible lib/server/{history,outbox}`,
  "lib/server/identity": `${SERVER} react next next-auth lib/server/{history,outbox,access}`,
  "lib/server/door": `${SERVER} react next lib/server/{history,access,identity}`,
  "lib/server/jobs": SERVER,
  "lib/server/sync": `${SERVER} lib/server/{history,outbox,access,camunda,jobs}`,
  "lib/server/operations": `${SERVER} lib/credentials lib/server/{history,access,camunda,sync,metadata}`,
  "lib/server/clusters": `${SERVER} lib/credentials lib/server/{access,camunda,jobs,sync}`,
  "lib/server/metadata": `${SERVER} lib/server/{history,access,sync}`,
  "lib/server/clients": `${SERVER} lib/credentials lib/server/{history,access,camunda,jobs,operations,sync,metadata,clusters}`,
  "lib/server/rotations": `${SERVER} lib/server/{history,access,jobs,operations,sync,metadata,clients}`,
  "lib/server/findings": `${SERVER} lib/credentials lib/server/{history,access,jobs,sync,operations,clusters,clients}`,
  "lib/server/inventory": `${SERVER} lib/server/{history,access,operations,sync,clusters,metadata,clients,findings}`,
  "lib/server/ends": `${SERVER} lib/server/{access,clients,inventory,jobs,metadata,outbox,sync}`,
  "lib/server/calendar": `${SERVER} ical-generator lib/server/{access,history,sync}`,
  "lib/server/members": `${SERVER} lib/server/{history,access,identity,sync}`,
  "lib/server/sessions": `${SERVER} bowser lib/server/{history,access,identity}`,
  "lib/server/audit": `${SERVER} lib/server/{history,outbox,access,jobs}`,
  "lib/server/notices": `${SERVER} nodemailer lib/server/{history,outbox,access,jobs}`,
  "lib/server/overview": `${SERVER} lib/server/{access,audit,findings,inventory,rotations}`,
  "lib/server/exports": `${SERVER} csv-stringify lib/server/{history,access,audit,inventory}`,
  "lib/server/setup": `${SERVER} lib/server/{access,camunda,history,identity}`,
  "lib/server/health.ts": `${SERVER} lib/server/camunda`,
  "lib/server/start.ts": "server-only node: lib/server",

  app: `${DOMAIN_VIEW} next zod lib/server/{platform,access,identity,door,clusters,metadata,clients,rotations,findings,inventory,ends,calendar,notices,overview,members,sessions,audit,exports,setup,health.ts}`,
  "proxy.ts": "next",
  "instrumentation.ts": "lib/server/start.ts",

  prisma: "",
  simulator: "node: zod hono @hono",
  scripts: "*",
  "{next.config.js,playwright.config.ts,postcss.config.mjs,stryker.config.mjs,tailwind.config.ts,vitest.config.ts,vitest.mutation.config.ts}":
    "*",
};

const SOURCE = /\.(tsx?|m?js)$/;
const TEST = /(^|\/)(testing|e2e)\/|^scripts\/bench|^playwright\.config\.ts$|\.test\.tsx?$/;

/** Biome formats every file, so statements start a line and quotes are double. */
const IMPORT = /^(?:import|export)\b[^;"]*\bfrom "([^"]+)"|^import "([^"]+)"|\bimport\(\s*"([^"]+)"/gm;

/** "a b/{c,d}" names a, b/c and b/d. */
function expand(/** @type {string} */ patterns) {
  return patterns.split(" ").flatMap((/** @type {string} */ pattern) => {
    const [, before, names] = /^(.*)\{(.*)\}$/.exec(pattern) ?? [];
    return names ? names.split(",").map((name) => before + name) : [pattern];
  });
}

/** Whether a path or specifier is this folder, file or package, or inside it. */
function covers(/** @type {string} */ place, /** @type {string} */ path) {
  return path === place || path.startsWith(place.endsWith(":") ? place : `${place}/`);
}

/** What each file imports: paths from the root, and packages as they are written. */
function readImports(/** @type {Map<string, string>} */ files) {
  const pathOf = (/** @type {string} */ from, /** @type {string} */ specifier) => {
    if (!/^(@\/|\.)/.test(specifier)) return specifier;
    const path = specifier.startsWith("@/") ? specifier.slice(2) : posix.join(posix.dirname(from), specifier);
    return [path, `${path}.ts`, `${path}.tsx`].find((candidate) => files.has(candidate)) ?? path;
  };
  return new Map(
    [...files].map(([from, text]) => {
      const specifiers = [...text.matchAll(IMPORT)].map(([, ...groups]) => groups.find(Boolean) ?? "");
      return [from, [...new Set(specifiers.map((specifier) => pathOf(from, specifier)))]];
    }),
  );
}

/** The circles that a walk from every file meets, each as "a -> b -> a". */
function findCircles(/** @type {Map<string, string[]>} */ imports) {
  const finished = new Set();
  /** @type {string[]} */
  const circles = [];
  const visit = (/** @type {string} */ file, /** @type {string[]} */ trail) => {
    const start = trail.indexOf(file);
    if (start >= 0) circles.push([...trail.slice(start), file].join(" -> "));
    if (start >= 0 || finished.has(file)) return;
    for (const target of imports.get(file) ?? []) visit(target, [...trail, file]);
    finished.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  return circles;
}

/**
 * Compares a tree with its table of rooms.
 * @param {Map<string, string>} files text by path
 * @param {Record<string, string>} rooms
 * @returns {string[]} one line for each fault
 */
export function findFloorFaults(files, rooms) {
  const imports = readImports(files);
  const rows = Object.entries(rooms)
    .flatMap(([names, allowed]) => expand(names).map((room) => ({ room, allowed: expand(allowed) })))
    .sort((a, b) => b.room.length - a.room.length);
  const faults = findCircles(imports).map((circle) => `circle: ${circle}`);
  for (const { room } of rows)
    if (![...files.keys()].some((file) => covers(room, file))) faults.push(`${room} is in the table, but has no file`);
  for (const [file, targets] of imports) {
    if (TEST.test(file)) continue;
    const row = rows.find(({ room }) => covers(room, file));
    if (!row) faults.push(`${file} is in no room of the table`);
    else
      for (const target of targets) {
        const isAllowed = [row.room, ...row.allowed].some((place) => place === "*" || covers(place, target));
        if (TEST.test(target)) faults.push(`${file} imports ${target}, which is for tests only`);
        else if (!isAllowed) faults.push(`${file} imports ${target}, which ${row.room} may not`);
      }
  }
  return faults;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const faults = findFloorFaults(sourceFiles(SOURCE), ROOMS);
  if (faults.length > 0) fail([...faults, "The table of rooms is in scripts/check-floors.mjs."].join("\n"));
}
