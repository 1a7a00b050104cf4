import { createHash, randomInt } from "node:crypto";

/** Client ids and secrets are made of these. Source: real credentials files. */
const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-";

/** 32 characters, as Camunda's client ids. */
export function randomClientId(): string {
  return randomCharacters(32);
}

/** 64 characters, as Camunda's client secrets. */
export function randomClientSecret(): string {
  return randomCharacters(64);
}

function randomCharacters(length: number): string {
  return Array.from({ length }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join("");
}

/** The same text always gives the same characters: seeded clients keep their ids from run to run. */
export function charactersFor(text: string, length: number): string {
  const bytes = createHash("sha512").update(text).digest();
  return Array.from({ length }, (_, index) => ALPHABET.charAt((bytes[index] ?? 0) % ALPHABET.length)).join("");
}

/** The same text always gives the same UUID (of the form of version 4, which strict readers ask for). */
export function uuidFor(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
