import "server-only";

/**
 * Control characters and those that change the direction of text: they are invisible and can mislead. And halves of
 * characters, which a database would store as something else than what was hashed.
 */
const INVISIBLE = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** Text from outside, to store and show: trimmed, without invisible characters, at most `longest` characters. */
export function cleanText(text: string, longest: number): string {
  // Cut first, so that a huge text is not searched, with room for the characters that are removed.
  const clean = text
    .slice(0, longest * 2)
    .replace(INVISIBLE, "")
    .trim();
  // The cut can leave half a character at the end.
  return clean.length <= longest ? clean : `${clean.slice(0, longest - 1).replace(/\p{Cs}$/u, "")}…`;
}

/** JSON in which no character is invisible. The JSON means the same. Its last character, the end of a line, stays. */
export function escapeInvisible(json: string): string {
  return json.replace(INVISIBLE, (character, at) =>
    at === json.length - 1 ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * Text in its searchable form: lower case, without characters that have a meaning in LIKE. Used for stored text and for
 * the search itself.
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

/** A name that sorts the same on every database: lower case, numbers in order (worker-2 before worker-10). */
export function sortableName(name: string): string {
  return name
    .toLowerCase()
    .replace(/\d+/g, (digits) => digits.padStart(10, "0"))
    .slice(0, 400);
}
