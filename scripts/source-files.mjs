// The files of this repository, as the checks read them: what git tracks, and what it would track.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./prepare.mjs";

/**
 * Reads every file whose path matches.
 * @returns {Map<string, string>} text by path from the root, with forward slashes
 */
export function sourceFiles(/** @type {RegExp} */ pattern) {
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  // A deleted file stays in git's list until the deletion is staged.
  const paths = list.split("\0").filter((path) => pattern.test(path) && existsSync(join(root, path)));
  return new Map(paths.map((path) => [path, readFileSync(join(root, path), "utf8")]));
}
