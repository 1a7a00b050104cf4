import type { Rendered } from "@/lib/credentials/format";
import type { Variable } from "@/lib/credentials/variables";

/** How a format of one value a line writes. */
type LineRule = {
  /** Whether every reader of the format gives this value back unchanged. */
  carries: (value: string) => boolean;
  write: (name: string, value: string) => string;
};

/**
 * Writes one line for each pair, ended by LF. The first value that the format can't carry unchanged stops it: a file
 * that reads back as something else is worse than none. Its value is not in the message.
 */
export function renderLines(pairs: readonly Variable[], rule: LineRule): Rendered {
  const refused = pairs.find(([, value]) => !rule.carries(value));
  if (refused !== undefined) return refuse(refused[0]);
  return { ok: true, text: pairs.map(([name, value]) => `${rule.write(name, value)}\n`).join("") };
}

/** JSON can carry every value, so it is the one to name. */
export function refuse(name: string): Rendered {
  return {
    ok: false,
    message: `${name} holds characters that this format can't carry unchanged. Take JSON instead: it can.`,
  };
}

/** Text without control characters and without half of a surrogate pair, which no encoding of a file can hold. */
export function isPlainLine(value: string): boolean {
  return !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(value);
}
