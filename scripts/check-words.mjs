// Fails on words that the glossary in CONTRIBUTING.md replaced, in code, docs and file names. Part of `npm run check`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { fail, root } from "./prepare.mjs";
import { sourceFiles } from "./source-files.mjs";

const TEXT = /\.(tsx?|m?js|css|md|prisma|json|example)$/;
/** The glossary itself, history, and what earlier versions wrote. */
const EXEMPT =
  /^(CONTRIBUTING\.md|CHANGELOG\.md|package-lock\.json|prisma\/migrations\/|lib\/server\/testing\/upgrade\/)/;

/** Takes names apart without adding lines: `clientId` becomes `client_Id`. */
function splitNames(/** @type {string} */ text) {
  return text.replace(/([a-z])(?=[A-Z])/g, "$1_");
}

/**
 * Reads the table between `<!-- glossary -->` and `<!-- /glossary -->`. Its left column lists words, phrases and names to
 * avoid, separated by commas; its right column says what to write.
 * @returns {{ pattern: RegExp, instead: string }[]} one entry for each word, phrase or name
 */
export function readGlossary(/** @type {string} */ markdown) {
  const [, table = ""] = /<!-- glossary -->(.*?)<!-- \/glossary -->/s.exec(markdown) ?? [];
  const rows = table.split("\n").filter((line) => line.startsWith("|"));
  return rows.slice(2).flatMap((row) => {
    const [, avoid = "", instead = ""] = row.split("|").map((cell) => cell.trim());
    return avoid.split(",").map((term) => {
      const words = splitNames(term).match(/[a-z']+/gi) ?? [];
      // A phrase may go over lines of a comment, but not over the end of a sentence.
      return { pattern: new RegExp(`(?<![a-z])${words.join("[\\s/*#_-]+")}(?![a-z])`, "gi"), instead };
    });
  });
}

/**
 * Finds the glossary's words in texts and in their paths.
 * @param {Map<string, string>} files text by path
 * @param {ReturnType<typeof readGlossary>} glossary
 * @returns {string[]} one line for each place
 */
export function findWordFaults(files, glossary) {
  return [...files].flatMap(([path, content]) => {
    const text = splitNames(`${path}\n${content}`);
    return glossary.flatMap(({ pattern, instead }) =>
      [...text.matchAll(pattern)].map(({ 0: found, index }) => {
        const line = text.slice(0, index).split("\n").length - 1;
        const place = line > 0 ? `${path}:${line}` : path;
        return `${place}: not "${found.replaceAll("_", "").replace(/[\s/*#]+/g, " ")}" but ${instead}`;
      }),
    );
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const glossary = readGlossary(readFileSync(join(root, "CONTRIBUTING.md"), "utf8"));
  if (glossary.length === 0) fail("CONTRIBUTING.md has no glossary.");
  const files = [...sourceFiles(TEXT)].filter(([path]) => !EXEMPT.test(path));
  const faults = findWordFaults(new Map(files), glossary);
  if (faults.length > 0) fail([...faults, 'The glossary is in CONTRIBUTING.md, under "Words".'].join("\n"));
}
