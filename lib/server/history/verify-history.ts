import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Verification } from "@/lib/contract/verification";
import { hashEvent, KEYED_VERSION } from "@/lib/server/history/event-hash";
import { type Heads, readHeads } from "@/lib/server/history/heads";
import { db, isSqlite } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";

/** Events per query: enough to be fast, and few enough not to block the event loop. */
const PAGE = 100;

type Row = Parameters<typeof hashEvent>[1] & { prevHash: string; hash: string };

/** The state of a check between two events. */
type Walk = { events: number; prevHash: string; keyedFrom: number | null; heads: number; lastHead: number };

/** What is wrong with the key of an event. From the event that begins with a key on, each must have one. */
function keyFault({ seq, version, keyId, action }: Row, { keyedFrom }: Walk): string | null {
  const { keys, keyFrom } = env().audit;
  if (version < KEYED_VERSION) {
    if (keyId !== null) return "it names a key, but its hash has none";
    if (keyedFrom !== null) return "it has no key, and the events before have one";
    if (keyFrom !== null && seq >= keyFrom) return `it has no key, although LATCHKEY_AUDIT_KEY_FROM is ${keyFrom}`;
    return null;
  }
  if (keyId === null || !keys.byId.has(keyId)) return `it has the key ${keyId}, which is not set`;
  if (keyedFrom === null && action !== "history.key") return "it has a key, and no event before says that a key begins";
  return null;
}

/** What is wrong with an event, in words, or null. */
function eventFault(row: Row, walk: Walk): string | null {
  const { hash, prevHash, ...event } = row;
  if (prevHash !== walk.prevHash) return "it does not follow the event before";
  const wrongKey = keyFault(row, walk);
  if (wrongKey !== null) return wrongKey;
  const key = event.keyId === null ? undefined : env().audit.keys.byId.get(event.keyId);
  const expected = hashEvent(prevHash, event, key);
  // The hash of version 1 does not cover it, and there was only one.
  if (event.version === 1 && event.organizationId !== ORGANIZATION_ID) return "its organization was changed";
  if (expected === null) return `it is of version ${event.version}, which this release does not know`;
  return expected === hash ? null : "its content does not match its hash";
}

/** The next events. One that the database can't read, such as a text for an instant, ends the page and is named. */
async function readPage(after: number): Promise<{ rows: Row[]; unreadable: number | null }> {
  const next = { where: { seq: { gt: after } }, orderBy: { seq: "asc" } } as const;
  try {
    return { rows: await db().auditEvent.findMany({ ...next, take: PAGE }), unreadable: null };
  } catch (error) {
    const first = await db().auditEvent.findFirst({ ...next, select: { seq: true } });
    if (!first) throw error;
    const row = await db()
      .auditEvent.findUnique({ where: { seq: first.seq } })
      .catch(() => null);
    return row ? { rows: [row], unreadable: null } : { rows: [], unreadable: first.seq };
  }
}

/**
 * The first event whose instant is stored in another form than ours, such as a number. SQLite reads it as the same
 * instant, so its hash matches, and compares it as another one: lists of a time would leave it out.
 */
async function findOddInstant(rows: readonly Row[]): Promise<number | null> {
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last || !isSqlite()) return null;
  // Between the first and the last: none is missing there. An event with the instant of another has another hash.
  const where = { seq: { gte: first.seq, lte: last.seq }, at: { in: rows.map(({ at }) => at) } };
  const equal = await db().auditEvent.findMany({ where, select: { seq: true } });
  const found = new Set(equal.map(({ seq }) => seq));
  return rows.find(({ seq }) => !found.has(seq))?.seq ?? null;
}

/** What the heads from outside say against an event that matches in itself. */
function headFault({ seq, hash }: Row, { bySeq }: Heads, { lastHead }: Walk): string | null {
  const other = bySeq.get(seq)?.find((head) => head.hash !== hash);
  if (!other) return null;
  const range = lastHead + 1 === seq ? `event ${seq} was` : `one or more of the events ${lastHead + 1} to ${seq} were`;
  return `${range} rewritten: the head that was kept at ${other.at} has another hash`;
}

/**
 * The first number that two events have: the walk reads one of them where a page ends. The database refuses a second one
 * as long as the table has its primary key.
 */
async function findSecond({ events }: Walk): Promise<number | null> {
  const where = { seq: { lte: events } };
  if ((await db().auditEvent.count({ where })) === events) return null;
  const seconds = await db().auditEvent.groupBy({
    by: ["seq"],
    where,
    having: { seq: { _count: { gt: 1 } } },
    orderBy: { seq: "asc" },
    take: 1,
  });
  return seconds[0]?.seq ?? events;
}

/** What is wrong behind the last event: the head of the database, missing newest events, a chain without its key. */
async function endFault({ events, prevHash, keyedFrom }: Walk, { bySeq, fault }: Heads) {
  // Read after the events: an event that is appended in between only makes the head newer.
  const head = await db().auditHead.findUnique({ where: { id: 1 } });
  if (!head || head.seq < events || (head.seq === events && head.hash !== prevHash))
    return { brokenAt: events, reason: "the head of the history does not match the last event" };
  if (head.seq > 0 && (await db().auditEvent.count({ where: { seq: head.seq } })) === 0)
    return { brokenAt: events + 1, reason: "the newest events are missing" };
  const kept = [...bySeq.values()].flat().filter(({ seq }) => seq > head.seq);
  const newest = kept.toSorted((a, b) => b.seq - a.seq)[0];
  if (newest)
    return {
      brokenAt: head.seq + 1,
      reason: `the newest events are missing: the head that was kept at ${newest.at} is event ${newest.seq}`,
    };
  if (env().audit.keys.current && keyedFrom === null && events > 0)
    return { brokenAt: events, reason: "no event has a key, although LATCHKEY_AUDIT_KEY is set" };
  return fault === null ? null : { brokenAt: null, reason: fault };
}

/**
 * Checks every event against its hash, its key, the hash of the event before, the head, and the heads that are kept in
 * LATCHKEY_AUDIT_HEADS. This finds a change, a gap, a swap and a cut at the end. A complete new chain, which anyone with
 * write access to the database can write, is found if there is a key or a file of heads.
 * @param onProgress called after each page, with the number of events checked so far and of all when the check began
 */
export async function verifyHistory(
  onProgress: (checked: number, total: number) => void = () => undefined,
): Promise<Verification> {
  const { headsFile, keys } = env().audit;
  const kept: Heads = headsFile ? await readHeads(headsFile, keys) : { bySeq: new Map(), fault: null };
  const total = (await db().auditHead.findUnique({ where: { id: 1 } }))?.seq ?? 0;
  const walk: Walk = { events: 0, prevHash: "", keyedFrom: null, heads: 0, lastHead: 0 };
  const resultOf = () => ({ events: walk.events, keyedFrom: walk.keyedFrom, heads: walk.heads });
  const early = await db().auditEvent.findFirst({ where: { seq: { lt: 1 } }, select: { seq: true } });
  if (early) return { ok: false, ...resultOf(), brokenAt: early.seq, reason: "it stands before the first event" };
  for (;;) {
    const { rows, unreadable } = await readPage(walk.events);
    if (unreadable !== null)
      return { ok: false, ...resultOf(), brokenAt: unreadable, reason: "the database can't read it" };
    for (const row of rows) {
      const missing = row.seq === walk.events + 1 ? null : walk.events + 1;
      const reason = missing ? `event ${missing} is missing` : (eventFault(row, walk) ?? headFault(row, kept, walk));
      if (reason !== null) return { ok: false, ...resultOf(), brokenAt: missing ?? row.seq, reason };
      walk.prevHash = row.hash;
      walk.events = row.seq;
      if (row.keyId !== null) walk.keyedFrom ??= row.seq;
      const matching = kept.bySeq.get(row.seq)?.length ?? 0;
      walk.heads += matching;
      if (matching > 0) walk.lastHead = row.seq;
    }
    const odd = await findOddInstant(rows);
    if (odd !== null)
      return { ok: false, ...resultOf(), brokenAt: odd, reason: "its instant is not stored as Latchkey stores it" };
    onProgress(walk.events, total);
    // SQLite answers at once: without this, nothing else would run until the end.
    await nextTurn();
    if (rows.length === 0) break;
  }
  const second = await findSecond(walk);
  if (second !== null) return { ok: false, ...resultOf(), brokenAt: second, reason: "two events have this number" };
  const fault = await endFault(walk, kept);
  return fault ? { ok: false, ...resultOf(), ...fault } : { ok: true, ...resultOf() };
}
