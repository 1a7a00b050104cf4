import { SECRET_MARKER } from "@/lib/credentials/credentials";

/**
 * Whether a value reads back unchanged without quotes. dotenv ends it at "#", trims it and strips quotes; docker keeps
 * every byte; others expand "$". So only what all of them leave alone is taken, which is also nothing a shell would
 * run, should somebody source the file. Client ids and secrets are of `[A-Za-z0-9._~-]`.
 */
export function fitsBare(value: string): boolean {
  return value === SECRET_MARKER || /^[A-Za-z0-9._~:/@%+,=?-]*$/.test(value);
}

/** `NAME=value`: no `export` and no quotes, because docker would take both for part of the text. */
export function bareLine(name: string, value: string): string {
  return `${name}=${value}`;
}
