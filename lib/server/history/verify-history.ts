import "server-only";
import { hashEvent } from "@/lib/server/history/event-hash";
import { db } from "@/lib/server/platform/database/db";

/** Events per query: enough to be fast, and few enough not to block the event loop. */
const PAGE = 500;

/** The result of a check of the history. `brokenAt` is the number of the first event that does not match. */
export type Verification =
  | { ok: true; events: number }
  | { ok: false; events: number; brokenAt: number; reason: string };

/**
 * Checks every event against its hash, the hash of the event before, and the head: this finds a change, a gap, a swap
 * and a cut at the end. It can't find a complete new chain, which anyone with write access to the database can write.
 * @param onProgress called after each page with the number of events checked so far
 */
export async function verifyHistory(onProgress: (events: number) => void = () => undefined): Promise<Verification> {
  let prevHash = "";
  let events = 0;
  for (;;) {
    const page = await db().auditEvent.findMany({
      where: { seq: { gt: events } },
      orderBy: { seq: "asc" },
      take: PAGE,
    });
    for (const { hash, prevHash: linked, ...event } of page) {
      const broken = (reason: string): Verification => ({ ok: false, events, brokenAt: event.seq, reason });
      if (event.seq !== events + 1) return broken(`event ${events + 1} is missing`);
      if (linked !== prevHash) return broken("it does not follow the event before");
      const expected = hashEvent(prevHash, event);
      if (expected === null) return broken(`it is of version ${event.version}, which this release does not know`);
      if (expected !== hash) return broken("its content does not match its hash");
      prevHash = hash;
      events = event.seq;
    }
    onProgress(events);
    if (page.length < PAGE) break;
  }
  // Read after the events: an event that is appended in between only makes the head newer.
  const head = await db().auditHead.findUnique({ where: { id: 1 } });
  if (!head || head.seq < events || (head.seq === events && head.hash !== prevHash))
    return { ok: false, events, brokenAt: events, reason: "the head of the history does not match the last event" };
  const last = await db().auditEvent.count({ where: { seq: head.seq } });
  if (head.seq > 0 && last === 0)
    return { ok: false, events, brokenAt: events + 1, reason: "the newest events are missing" };
  return { ok: true, events };
}
