import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";

/** Strings, which can contain brackets, and brackets. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{}]/gs;

/**
 * The objects in a JSON array, in slices of `size`. Between two slices the event loop runs other work: parsing an array
 * of 30 MB at once would hold it for half a second. Elements that are no objects are left out.
 * @throws SyntaxError when the text is no JSON array, after the slices before the fault
 */
export async function* parseArray(text: string, size: number): AsyncGenerator<unknown[]> {
  let depth = 0;
  let start = 0;
  let slice: unknown[] = [];
  if (!/^\s*\[/.test(text)) throw new SyntaxError("The text is no JSON array.");
  const token = new RegExp(TOKEN);
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [word] = match;
    if (word === "{" || word === "[") {
      if (depth === 1) start = match.index;
      depth += 1;
    } else if (word === "}" || word === "]") {
      depth -= 1;
      if (depth === 0) break;
      if (depth === 1 && word === "}") slice.push(JSON.parse(text.slice(start, token.lastIndex)));
    }
    if (slice.length < size) continue;
    yield slice;
    slice = [];
    await nextTurn();
  }
  if (slice.length > 0) yield slice;
  if (depth !== 0) throw new SyntaxError("The JSON array has no end.");
}
