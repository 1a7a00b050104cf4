import "server-only";

/** A key of the history. Its ID stands in each event and head that it signs. */
export type AuditKey = { id: string; secret: Buffer };

/** The keys of the history: the one that signs, and all that verify, by ID. */
export type AuditKeys = { current: AuditKey | null; byId: ReadonlyMap<string, AuditKey> };

const FORM = /^([\w.-]{1,32}):([A-Za-z0-9+/_-]+)={0,2}$/;
/** HMAC-SHA-256 gains nothing by a longer key, and loses by a shorter one. */
const SHORTEST_BYTES = 32;
/** 32 random bytes have fewer different ones with a probability that is practically none. */
const DISTINCT = 16;

/**
 * Reads one key: `<id>:<base64>`, such as `2026:` and the output of `openssl rand -base64 32`.
 * @returns a text that says what is wrong with an invalid one, without the key
 */
export function parseAuditKey(text: string): AuditKey | string {
  const [, id, encoded] = FORM.exec(text.trim()) ?? [];
  if (id === undefined || encoded === undefined)
    return "must be an ID, a colon and a key in base64, such as 2026:<output of `openssl rand -base64 32`>";
  const secret = Buffer.from(encoded, "base64");
  if (secret.length < SHORTEST_BYTES || new Set(secret).size < DISTINCT)
    return `is weak: the key with the ID ${id} must have at least ${SHORTEST_BYTES} random bytes, such as \`openssl rand -base64 32\``;
  return { id, secret };
}

/**
 * Reads LATCHKEY_AUDIT_OLD_KEYS: keys separated by commas or white space.
 * @returns the keys, and a line for each fault
 */
export function parseAuditKeys(text: string): { keys: AuditKey[]; faults: string[] } {
  const keys = new Map<string, AuditKey>();
  const faults: string[] = [];
  for (const entry of text.split(/[\s,]+/).filter(Boolean)) {
    const key = parseAuditKey(entry);
    if (typeof key === "string") faults.push(key);
    else if (keys.has(key.id)) faults.push(`has two keys with the ID ${key.id}`);
    else keys.set(key.id, key);
  }
  return { keys: [...keys.values()], faults };
}
