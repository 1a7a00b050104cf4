import "server-only";
import { appendFile } from "node:fs/promises";
import { currentHead, type Head } from "@/lib/server/history/heads";
import type { Job } from "@/lib/server/jobs/runner";
import { env } from "@/lib/server/platform/env";
import { log } from "@/lib/server/platform/log";
import { exchange } from "@/lib/server/platform/outbound";
import { processState } from "@/lib/server/platform/process-state";

/** Each place gets a head this often, in milliseconds, and after a failure with each run of the job. */
const DAILY_MS = 24 * 3_600_000;
const WEBHOOK_MS = 10_000;

type Place = "file" | "webhook";
/** When this process last kept a head there, and whether its last try failed. */
type PlaceState = { at: Date | null; failed: boolean };

const states = processState("kept-heads", () => new Map<Place, PlaceState>());

async function appendTo(path: string, head: Head): Promise<void> {
  await appendFile(/* turbopackIgnore: true */ path, `${JSON.stringify(head)}\n`, { mode: 0o600, flush: true });
}

async function sendTo(url: string, head: Head): Promise<void> {
  const { status } = await exchange(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(head),
    timeoutMs: WEBHOOK_MS,
  });
  if (status < 200 || status > 299) throw new Error(`The webhook responded with ${status}.`);
}

/** The places that are set, and how each keeps a head. */
function places(): [place: Place, keep: (head: Head) => Promise<void>][] {
  const { headsFile, webhook } = env().audit;
  return [
    ...(headsFile ? [["file", (head: Head) => appendTo(headsFile, head)] as const] : []),
    ...(webhook ? [["webhook", (head: Head) => sendTo(webhook, head)] as const] : []),
  ].map(([place, keep]) => [place, keep]);
}

/** Where heads are kept outside of the database, and whether that works. */
export function keptHeads(): { place: Place; at: string | null; failed: boolean }[] {
  return places().map(([place]) => {
    const { at = null, failed = false } = states.get(place) ?? {};
    return { place, at: at?.toISOString() ?? null, failed };
  });
}

/**
 * Keeps the newest event outside of the database: signed, in LATCHKEY_AUDIT_HEADS and at LATCHKEY_AUDIT_WEBHOOK. Never
 * throws: a failure is logged and shown, and the next run of the job tries again.
 * @param isDue which places get it, all of them without it
 */
export async function publishHead(isDue: (state: PlaceState | undefined) => boolean = () => true): Promise<void> {
  const due = places().filter(([place]) => isDue(states.get(place)));
  if (due.length === 0) return;
  try {
    const head = await currentHead(env().audit.keys);
    if (!head) return;
    await Promise.all(due.map(([place, keep]) => keepHead(place, () => keep(head))));
  } catch (error) {
    log.error("the head of the history was not read", { error });
  }
}

async function keepHead(place: Place, keep: () => Promise<void>): Promise<void> {
  try {
    await keep();
    states.set(place, { at: new Date(), failed: false });
  } catch (error) {
    states.set(place, { at: states.get(place)?.at ?? null, failed: true });
    log.error(`the head of the history was not kept in the ${place}`, { error });
  }
}

/** Keeps a head in each place that has had none for a day, or that failed. */
export function publishDueHeads(): Promise<void> {
  return publishHead((state) => !state?.at || state.failed || Date.now() - state.at.getTime() >= DAILY_MS - 60_000);
}

/** Each instance keeps heads by itself, because each may have its own file. */
export const PUBLISH_HEADS: Job = { name: "publish-heads", everyMs: 3_600_000, run: publishDueHeads };
