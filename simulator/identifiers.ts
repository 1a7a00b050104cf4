import { createHash, randomBytes } from "node:crypto";

/** The characters of client ids and secrets. Source: real credentials files. */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-";

/** Random bytes in stock: one system call per id would take most of the time of seeding 100,000 clients. */
let pool = randomBytes(0);

function takeBytes(length: number): Uint8Array {
  if (pool.length < length) pool = randomBytes(65_536);
  const bytes = pool.subarray(0, length);
  pool = pool.subarray(length);
  return bytes;
}

/** 32 characters, like Camunda's client ids. */
export function randomClientId(): string {
  return charactersOf(takeBytes(32));
}

/** 64 characters, like Camunda's client secrets. */
export function randomClientSecret(): string {
  return charactersOf(takeBytes(64));
}

/** The same text always gives the same characters, up to 64: seeded clients keep their ids from run to run. */
export function charactersFor(text: string, length: number): string {
  return charactersOf(createHash("sha512").update(text).digest().subarray(0, length));
}

/** One character for each byte. Some are a little more likely than others, which is fine for made-up clients. */
function charactersOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.map((byte) => ALPHABET.charCodeAt(byte % ALPHABET.length))).toString("latin1");
}

/** The same text always gives the same UUID, in the form of version 4, which strict parsers require. */
export function uuidFor(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
