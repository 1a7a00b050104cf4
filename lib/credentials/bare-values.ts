import { HIDDEN_MARKER, SECRET_MARKER } from "@/lib/credentials/credentials";

/** What takes the place of a secret. No program reads it back, so it may hold any character. */
const MARKERS = [SECRET_MARKER, HIDDEN_MARKER];

/**
 * Whether a value reads back unchanged without quotes. dotenv ends a value at "#", trims it and strips quotes; docker
 * keeps every byte; others expand "$". Only characters that none of them changes are allowed. A shell runs none of
 * them either, if the file is sourced. Client ids and secrets consist of `[A-Za-z0-9._~-]`.
 */
export function fitsBare(value: string): boolean {
  return MARKERS.includes(value) || /^[A-Za-z0-9._~:/@%+,=?-]*$/.test(value);
}

/** `NAME=value`, without `export` and quotes: docker would read both as part of the text. */
export function bareLine(name: string, value: string): string {
  return `${name}=${value}`;
}
