import "server-only";
import { processState } from "@/lib/server/platform/process-state";

/** How long a secret is kept out of the logs after it was last in flight, in milliseconds. */
const HOLD_MS = 60_000;

/** Shorter secrets of the app are not replaced: lines would become unreadable. */
const SHORTEST = 8;

const inFlight = processState("secrets-in-flight", () => new Map<string, NodeJS.Timeout>());
const permanent = processState("own-secrets", () => new Set<string>());

/** Camunda's secrets have 64 characters. A shorter text from a caller could hide any word in the logs. */
const SHORTEST_IN_FLIGHT = 32;

/** Keeps a secret that is in flight out of all log lines of the next minute. */
export function keepOutOfLogs(secret: string): void {
  if (secret.length < SHORTEST_IN_FLIGHT) return;
  for (const form of formsOf(secret)) {
    clearTimeout(inFlight.get(form));
    inFlight.set(form, setTimeout(() => inFlight.delete(form), HOLD_MS).unref());
  }
}

/** Keeps one of the app's own secrets out of all log lines until the process ends. */
export function keepOutOfLogsForEver(secret: string): void {
  if (secret.length >= SHORTEST) for (const form of formsOf(secret)) permanent.add(form);
}

/** A secret as plain text, in JSON (which a finished log line is), in a URL and in a form. */
function formsOf(secret: string): Set<string> {
  const form = new URLSearchParams({ "": secret }).toString().slice(1);
  return new Set([secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), form]);
}

/**
 * Replaces secrets in flight, the app's own secrets, and anything that looks like a credential: the last step before a
 * text goes into a log or a message.
 */
export function scrub(text: string): string {
  let clean = text;
  for (const secret of inFlight.keys()) clean = clean.replaceAll(secret, "[secret]");
  return scrubShapes(clean);
}

/** Replaces the app's own secrets, bearer tokens and credential pairs; for text that is stored permanently. */
export function scrubShapes(text: string): string {
  let clean = text;
  for (const secret of permanent) clean = clean.replaceAll(secret, "[secret]");
  return (
    clean
      // Not \b: the search would restart at each "-" of a long text, which takes quadratic time.
      .replace(/(?<![\w-])eyJ[\w-]+\.[\w-]+\.[\w-]*/g, "[token]")
      .replace(/\b(client_?secret|access_?token|id_?token|password)("?\s*[:=]\s*"?)[^\s"&,}]+/gi, "$1$2[secret]")
  );
}
