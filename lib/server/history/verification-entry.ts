import "server-only";
import type { Verification } from "@/lib/contract/verification";
import type { EventEntry } from "@/lib/server/history/append-event";

/** The event of a check that has ended. */
export function verificationEntry(result: Verification, more: Record<string, unknown> = {}): EventEntry {
  const { ok, events } = result;
  const fault = result.ok ? {} : { brokenAt: result.brokenAt, reason: result.reason };
  return { action: "history.verify", outcome: ok ? "succeeded" : "broken", detail: { events, ...fault, ...more } };
}
