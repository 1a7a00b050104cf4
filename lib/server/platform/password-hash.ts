import "server-only";
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";

/** The cost of a try: 128 MiB and some tenths of a second. OWASP's first choice for scrypt. */
const COST = { ln: 17, r: 8, p: 1 };
const SALT_BYTES = 16;
const KEY_BYTES = 32;
/** A weaker hash is refused, and so is one that costs more than 1 GiB. */
const LOWEST_LN = 17;
const HIGHEST_LN = 20;

/** No password is longer. A longer text is not hashed, and matches nothing. */
export const LONGEST_PASSWORD = 1_000;

type PasswordHash = { ln: number; salt: Buffer; key: Buffer };

const base64 = (bytes: Buffer) => bytes.toString("base64").replace(/=+$/, "");

/** Node's own scrypt runs outside the event loop. */
function derive(password: string, { ln, salt }: Pick<PasswordHash, "ln" | "salt">): Promise<Buffer> {
  const { r, p } = COST;
  const N = 2 ** ln;
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFC"), salt, KEY_BYTES, { N, r, p, maxmem: 2 * 128 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

/**
 * The hash of a password: `scrypt:ln=17,r=8,p=1:<salt>:<key>`. It has the parts of a PHC string, but no dollar signs,
 * which shells, Compose files and Next's .env files take for the names of variables.
 */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(password, { ln: COST.ln, salt });
  return `scrypt:ln=${COST.ln},r=${COST.r},p=${COST.p}:${base64(salt)}:${base64(key)}`;
}

/** Reads what `hashPassword` returned. Null for anything else, and for a hash that is too weak. */
export function parsePasswordHash(text: string): PasswordHash | null {
  const [, ln, salt = "", key = ""] = /^scrypt:ln=(\d{2}),r=8,p=1:([\w+/]+):([\w+/]+)$/.exec(text) ?? [];
  const parsed = { ln: Number(ln), salt: Buffer.from(salt, "base64"), key: Buffer.from(key, "base64") };
  const isStrong = parsed.ln >= LOWEST_LN && parsed.ln <= HIGHEST_LN && parsed.salt.length >= SALT_BYTES;
  return isStrong && parsed.key.length === KEY_BYTES ? parsed : null;
}

/** Whether this is the hashed password. It takes the same time for every password. */
export async function isPassword(password: string, hash: string): Promise<boolean> {
  const parsed = parsePasswordHash(hash);
  if (!parsed) return false;
  const key = await derive(password.slice(0, LONGEST_PASSWORD), parsed);
  return timingSafeEqual(key, parsed.key) && password.length <= LONGEST_PASSWORD;
}
