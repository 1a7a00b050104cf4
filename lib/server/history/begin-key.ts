import "server-only";
import { appendEvent, LATCHKEY } from "@/lib/server/history/append-event";
import { db, transaction } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { log } from "@/lib/server/platform/log";

/** The newest event has a key that is not set. An event without it would break the chain for good. */
export class MissingKeyError extends Error {
  constructor(seq: number, keyId: string) {
    super(
      `LATCHKEY_AUDIT_KEY: event ${seq} of the history has the key ${keyId}, which is not set. ` +
        "Set it, or add it to LATCHKEY_AUDIT_OLD_KEYS.",
    );
    this.name = "MissingKeyError";
  }
}

async function newestEvent() {
  return db().auditEvent.findFirst({ orderBy: { seq: "desc" }, select: { seq: true, keyId: true } });
}

/** Whether an event that this process appends has the key of the newest one, or none like it. */
export async function continuesKey(): Promise<boolean> {
  return ((await newestEvent())?.keyId ?? null) === (env().audit.keys.current?.id ?? null);
}

/**
 * Makes the history go on with the current key: its first event says so. From then on, an event without a key breaks the
 * chain. Call it at the start of the app.
 * @throws MissingKeyError
 */
export async function beginKey(): Promise<void> {
  const { current, byId } = env().audit.keys;
  const newest = await newestEvent();
  const from = newest?.keyId ?? null;
  if (newest && from !== null && !byId.has(from)) throw new MissingKeyError(newest.seq, from);
  if (!current || from === current.id) return;
  const detail = { from: from ?? "none", to: current.id };
  await transaction((tx) => appendEvent(tx, LATCHKEY, { action: "history.key", outcome: "succeeded", detail }));
  // Somebody who reads it may know better: a history that already had a key can't begin with one.
  log.warn("the history goes on with another key", { count: newest?.seq ?? 0 });
}
