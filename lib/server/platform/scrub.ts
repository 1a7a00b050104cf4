import "server-only";
import { processState } from "@/lib/server/platform/process-state";

/** How long a value is kept out of the logs after it was last in flight, in milliseconds. */
const HOLD_MS = 60_000;

/** The app's own secrets may be shorter, but not so short that no line could be read without them. */
const SHORTEST = 8;

const inFlight = processState("secrets-in-flight", () => new Map<string, NodeJS.Timeout>());
const permanent = processState("own-secrets", () => new Set<string>());

/** What may be a secret in flight: Camunda's have 64 characters. A caller's shorter text could blank out any word. */
const SHORTEST_IN_FLIGHT = 32;

/** Keeps a secret that is now in flight out of every log line of the next minute. */
export function keepOutOfLogs(secret: string): void {
  if (secret.length < SHORTEST_IN_FLIGHT) return;
  for (const form of formsOf(secret)) {
    clearTimeout(inFlight.get(form));
    inFlight.set(form, setTimeout(() => inFlight.delete(form), HOLD_MS).unref());
  }
}

/** Keeps one of the app's own secrets out of every log line for the life of the process. */
export function keepOutOfLogsForEver(secret: string): void {
  if (secret.length >= SHORTEST) for (const form of formsOf(secret)) permanent.add(form);
}

/** A secret as it is, as JSON writes it (a finished log line is JSON), and as an address or a form does. */
function formsOf(secret: string): Set<string> {
  const form = new URLSearchParams({ "": secret }).toString().slice(1);
  return new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), form]);
}

/**
 * The last step before a text leaves for a log or a message: replaces secrets in flight, the app's own secrets, and
 * anything that looks like a credential.
 */
export function scrub(text: string): string {
  let clean = text;
  for (const secret of inFlight.keys()) clean = clean.replaceAll(secret, "[secret]");
  return scrubShapes(clean);
}

/** Replaces the app's own secrets, bearer tokens and credential pairs; for what is kept for ever. */
export function scrubShapes(text: string): string {
  let clean = text;
  for (const secret of permanent) clean = clean.replaceAll(secret, "[secret]");
  return (
    clean
      // No \b before it: from each "-" inside a long text the search would start anew, which takes quadratic time.
      .replace(/(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[token]")
      .replace(/\b(client_?secret|access_?token|id_?token|password)("?\s*[:=]\s*"?)[^\s"&,}]+/gi, "$1$2[secret]")
  );
}
