import type { Tone } from "@/components/ui/feedback/status";
import type { AuditEvent } from "@/lib/contract/audit";
import type { AuditAction, AuditOutcome } from "@/lib/contract/audit-actions";
import type { ConnectionCheck } from "@/lib/contract/connection-test";
import type { ErrorCode } from "@/lib/contract/errors";

/** Actions and outcomes in people's words. */
export const ACTION_WORDS: Record<AuditAction, string> = {
  "session.sign-in": "Signed in",
  "session.sign-out": "Signed out",
  "access.refuse": "Was refused",
  "client.create": "Create client",
  "client.delete": "Delete client",
  "client.test": "Test connection",
  "secret.shown": "Secret shown",
  "secret.revealed": "Secret revealed",
  "secret.copied": "Credentials copied",
  "secret.downloaded": "File downloaded",
};

export const OUTCOME_WORDS: Record<AuditOutcome, { words: string; tone: Tone }> = {
  requested: { words: "Requested", tone: "busy" },
  succeeded: { words: "Succeeded", tone: "ok" },
  rejected: { words: "Rejected", tone: "bad" },
  unknown: { words: "No clear answer", tone: "warn" },
  orphaned: { words: "Secret lost", tone: "warn" },
  absent: { words: "Not there", tone: "idle" },
  refused: { words: "Refused", tone: "bad" },
};

/** Why Camunda's answer was no, or was none. An error's own words would be long here, and heavy for the page. */
const REASONS: Partial<Record<ErrorCode, string>> = {
  cluster_not_found: "no such cluster",
  client_not_found: "no such client",
  client_not_ready: "the client was not ready yet",
  name_taken: "the name was taken",
  create_refused: "Camunda refused it",
  console_denied: "Latchkey was not allowed to",
  console_credentials: "Latchkey was not let in",
  console_broken: "an answer that can't be read",
  console_unreachable: "Camunda could not be reached",
  console_busy: "Camunda was too busy",
  console_timeout: "no answer in time",
  internal: "an error inside Latchkey",
};

const RIGHTS = {
  "clients.create": "create a client",
  "clients.delete": "delete a client",
  "clients.test": "test a connection",
};

const CHECKS: Record<string, string> = {
  reached: "reached",
  not_active: "not active yet",
  failed: "not reached",
  not_testable: "nothing to test",
  not_tried: "not tried",
} satisfies Record<ConnectionCheck["outcome"], string>;

/** The small facts of events, and what their values are called where those are names of our own. */
const FACTS: Record<string, { words: string; values?: Record<string, string> }> = {
  provider: { words: "Provider" },
  access: { words: "Role", values: { none: "none yet" } },
  right: { words: "Wanted to", values: RIGHTS },
  scopes: { words: "Scopes" },
  purpose: { words: "Purpose" },
  code: { words: "Reason", values: REASONS },
  looks: { words: "Times looked for" },
  found: { words: "Found" },
  format: { words: "Format" },
};

/** The small facts of an event, as `Name: value`. What has no words of its own is a scope with what its test found. */
export function detailText(detail: AuditEvent["detail"]): string {
  return Object.entries(detail)
    .map(([name, value]) => {
      const { words, values } = FACTS[name] ?? { words: name, values: CHECKS };
      const texts = [value].flat().map((part) => values?.[String(part)] ?? String(part));
      return `${words}: ${texts.join(", ")}`;
    })
    .join(" · ");
}
