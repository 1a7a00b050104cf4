import type { Rendered } from "@/lib/credentials/format";
import type { Entry, Variable } from "@/lib/credentials/variables";

/** How a format with one value per line writes it. */
type LineRule = {
  /** Whether every reader of the format reads this value back unchanged. */
  carries: (value: string) => boolean;
  write: (name: string, value: string) => string;
};

/** Writes one line for each entry, ended by LF, or refuses: see `checkEntries`. */
export function renderLines(entries: readonly Entry[], { carries, write }: LineRule): Rendered {
  const checked = checkEntries(entries, carries);
  return checked.ok ? { ok: true, text: checked.variables.map((pair) => `${write(...pair)}\n`).join("") } : checked;
}

/**
 * Refuses a file at the first value that is not known, or that the format can't carry unchanged: a file that reads back
 * as something else is worse than none. The message has the value's name, and never the value.
 */
export function checkEntries(
  entries: readonly Entry[],
  carries: LineRule["carries"],
): { ok: true; variables: Variable[] } | { ok: false; message: string } {
  const variables: Variable[] = [];
  for (const [name, value] of entries) {
    // JSON carries every value, and leaves out the unknown ones, so it is the format to name.
    if (value === null)
      return {
        ok: false,
        message: `${name} is not known, and this format can't do without it. Look it up in Camunda Console, or use JSON instead: it holds everything that is known.`,
      };
    if (!carries(value))
      return {
        ok: false,
        message: `${name} holds characters that this format can't carry unchanged. Use JSON instead: it can.`,
      };
    variables.push([name, value]);
  }
  return { ok: true, variables };
}

/** Text without control characters and without half of a surrogate pair, which no file encoding can hold. */
export function isPlainLine(value: string): boolean {
  return !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(value);
}
