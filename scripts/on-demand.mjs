// Packages that few people need, installed when a script imports them.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { fail, root } from "./prepare.mjs";

/**
 * Imports a package, and installs it before if it is missing.
 * @param {string} name the package, such as "lighthouse"
 * @param {string} version exact
 * @param {string} file the module inside the package
 * @param {string[]} plugins packages to install beside it, such as "plugin@1.0.0". Peers are not installed: those are ours.
 */
export async function importOnDemand(name, version, file, plugins = []) {
  const folder = join(root, "node_modules", ".cache", `${name}@${version}`);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    const options = ["--ignore-scripts", "--legacy-peer-deps", "--no-audit", "--no-fund", "--loglevel", "error"];
    const packages = [`${name}@${version}`, ...plugins];
    const { status } = spawnSync("npm", ["install", "--prefix", folder, ...options, ...packages], { stdio: "inherit" });
    if (status !== 0) fail(`Installing ${name}@${version} failed.`);
  }
  return import(pathToFileURL(join(folder, "node_modules", name, file)).href);
}
