import type { Tone } from "@/components/ui/status";
import type { AuditAction, AuditOutcome } from "@/lib/contract/audit-actions";

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
