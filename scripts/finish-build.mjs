// What happens to the files that Next has built. Like scripts/prepare.mjs, which runs it, it imports no package.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, extname, join, relative } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";

/**
 * The compressed forms of a file, the best first: Brotli's is 12 % smaller than gzip's. Browsers accept it over https, and
 * from their own machine.
 */
export const FORMS = [
  { encoding: "br", suffix: ".br", compress: brotliCompressSync },
  { encoding: "gzip", suffix: ".gz", compress: gzipSync },
];

/**
 * Asks the browser to compile a script while it arrives, beside the page, and not function by function when it runs:
 * Chrome does, and others ignore the comment. On a slow phone that takes some 200 ms of work from the first load.
 * Source: https://v8.dev/blog/explicit-compile-hints
 */
const COMPILE_HINT = "//# allFunctionsCalledOnLoad\n";

/** Adds the hint to all scripts of a folder, and writes the compressed forms of scripts and style sheets beside them. */
export function finishStaticFiles(/** @type {string} */ folder) {
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = join(folder, name);
    const extension = extname(name);
    if (extension === ".js") writeFileSync(file, COMPILE_HINT + readFileSync(file, "utf8"));
    // Fonts are compressed already.
    if (extension === ".js" || extension === ".css")
      for (const { suffix, compress } of FORMS) writeFileSync(file + suffix, compress(readFileSync(file)));
  }
}

/**
 * Makes identical chunks of the server refer to one of them. Turbopack writes some chunks again for each route, and Node
 * would read and compile every copy at the start.
 */
export function shareChunks(/** @type {string} */ folder) {
  /** The first file of each content. @type {Map<string, string>} */
  const files = new Map();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const file = join(folder, name);
    if (extname(name) !== ".js") continue;
    const [content = ""] = readFileSync(file, "utf8").split("\n//# sourceMappingURL=");
    // A chunk is a list of modules. Other files may depend on their own path.
    if (!content.startsWith("module.exports=[")) continue;
    const first = files.get(content);
    if (first)
      writeFileSync(file, `module.exports=require(${JSON.stringify(`./${relative(dirname(file), first)}`)})\n`);
    else files.set(content, file);
  }
}
