import "server-only";
import { processState } from "@/lib/server/platform/process-state";

/** How long a value is kept out of the logs after it was last in flight, in milliseconds. */
const HOLD_MS = 60_000;

const inFlight = processState("secrets-in-flight", () => new Map<string, number>());
const permanent = processState("own-secrets", () => new Set<string>());

/** Keeps a secret that is now in flight out of every log line of the next minute. */
export function keepOutOfLogs(secret: string): void {
  const now = Date.now();
  for (const [value, until] of inFlight) if (until < now) inFlight.delete(value);
  if (secret !== "") inFlight.set(secret, now + HOLD_MS);
}

/** Keeps one of the app's own secrets out of every log line for the life of the process. */
export function keepOutOfLogsForEver(secret: string): void {
  if (secret !== "") permanent.add(secret);
}

/**
 * The last step before a text leaves for a log or a message: replaces secrets in flight, the app's own secrets, and
 * anything that looks like a bearer token or a credential pair.
 */
export function scrub(text: string): string {
  let clean = text;
  for (const secret of [...inFlight.keys(), ...permanent]) clean = clean.replaceAll(secret, "[secret]");
  return clean
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[token]")
    .replace(/\b(client_?secret|access_?token|id_?token|password)("?\s*[:=]\s*"?)[^\s"&,}]+/gi, "$1$2[secret]");
}
