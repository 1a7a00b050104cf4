import { HIDDEN_MARKER, SECRET_MARKER } from "@/lib/credentials/credentials";

/** What stands in the place of a secret: nobody has to read it back. */
const MARKERS = [SECRET_MARKER, HIDDEN_MARKER];

/**
 * Whether a value reads back unchanged without quotes. dotenv ends it at "#", trims it and strips quotes; docker keeps
 * every byte; others expand "$". So only what all of them leave alone is taken, which is also nothing a shell would
 * run, should somebody source the file. Client ids and secrets are of `[A-Za-z0-9._~-]`.
 */
export function fitsBare(value: string): boolean {
  return MARKERS.includes(value) || /^[A-Za-z0-9._~:/@%+,=?-]*$/.test(value);
}

/** `NAME=value`: no `export` and no quotes, because docker would take both for part of the text. */
export function bareLine(name: string, value: string): string {
  return `${name}=${value}`;
}
