// What the server prints: one JSON object a line on standard output, in the form of lib/server/platform/log.ts.
import { stripVTControlCharacters } from "node:util";

/** lib/server/platform/log.ts writes its lines here, too. Without it, lines go to standard output. */
const OUTPUT = Symbol.for("latchkey.output");

/** Longer texts are cut, as in log.ts. */
const LONGEST = 8_000;

/** The levels of log.ts. */
export const INFO = 30;
const WARNING = 40;
export const ERROR = 50;

/**
 * Prints one line, scrubbed. lib/server/start.ts hands over the scrubber before it reads a secret; before that, there is
 * no secret to print.
 * @param {number} level
 * @param {string} msg
 * @param {Record<string, string | number | undefined>} [fields] the fields of log.ts
 */
export function printLine(level, msg, fields = {}) {
  const line = JSON.stringify({ level, time: new Date().toISOString(), ...fields, msg });
  const scrub = Reflect.get(globalThis, Symbol.for("latchkey.scrub"));
  const output = Reflect.get(globalThis, OUTPUT) ?? process.stdout;
  output.write(`${scrub ? scrub(line) : line}\n`);
}

/** Makes lines of what Next, its packages and Node print, also of the error that ends the process. */
export function takeOverOutput() {
  Reflect.set(globalThis, OUTPUT, { write: process.stdout.write.bind(process.stdout) });
  takeOver(process.stdout, INFO);
  takeOver(process.stderr, WARNING);
  process.on("uncaughtException", (error) => {
    printLine(ERROR, "ended by an error that nothing caught", { error: textOf(error).slice(0, LONGEST) });
    process.exit(1);
  });
}

function textOf(/** @type {unknown} */ error) {
  return error instanceof Error ? (error.stack ?? String(error)) : String(error);
}

function takeOver(/** @type {NodeJS.WriteStream} */ stream, /** @type {number} */ level) {
  stream.write = (
    /** @type {string | Uint8Array} */ chunk,
    /** @type {unknown} */ encoding,
    /** @type {unknown} */ callback = encoding,
  ) => {
    const text = typeof chunk === "string" ? chunk : Buffer.from(chunk).toString();
    const msg = stripVTControlCharacters(text).trim().slice(0, LONGEST);
    if (msg) printLine(level, msg);
    if (typeof callback === "function") process.nextTick(callback);
    return true;
  };
}
