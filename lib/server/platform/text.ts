import "server-only";

/** Control characters, and those that change the direction of text: nobody can see them, and they can mislead. */
const INVISIBLE = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text from outside as we keep and show it: without invisible characters, trimmed, at most `longest` characters. */
export function cleanText(text: string, longest: number): string {
  // Cut first, so that a giant text is not searched; with room for what goes.
  const clean = text
    .slice(0, longest * 2)
    .replace(INVISIBLE, "")
    .trim();
  return clean.length <= longest ? clean : `${clean.slice(0, longest - 1)}…`;
}

/**
 * Text as it is searched: lower case, without the characters that mean something to LIKE. The same is done to what is
 * stored and to what is looked for.
 */
export function searchable(...texts: readonly (string | null)[]): string {
  return texts
    .filter((text) => text !== null)
    .join("\n")
    .toLowerCase()
    .replaceAll("%", "\uff05")
    .replaceAll("_", "\uff3f")
    .replaceAll("\\", "\uff3c");
}

/** A name as it sorts on every database: lower case, and numbers as numbers (worker-2 before worker-10). */
export function sortableName(name: string): string {
  return name
    .toLowerCase()
    .replace(/\d+/g, (digits) => digits.padStart(10, "0"))
    .slice(0, 400);
}
