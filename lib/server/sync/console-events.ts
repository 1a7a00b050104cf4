import "server-only";
import type { ActivityEntry } from "@/lib/server/camunda/activity";
import { db, type Tx } from "@/lib/server/platform/database/db";
import { inSlices } from "@/lib/server/platform/slices";

type EventRow = NonNullable<Awaited<ReturnType<Tx["consoleEvent"]["findUnique"]>>>;

/** Rows per INSERT, and clients and events per statement. */
const INSERTED = 25;
const COMPARED = 100;
const REMOVED = 200;
/** How many events of their clusters are compared with 100 new clients by name. */
const MOST_BY_NAME = 500;
/** How many words of an event's text are tried as a client's name. */
const MOST_WORDS = 12;
/** How much the clocks of Camunda and of Latchkey may differ, in milliseconds. */
const SKEW_MS = 300_000;

const CLIENT = {
  ...{ id: true, clusterId: true, clientId: true, name: true, createdById: true },
  ...{ firstSeenAt: true, goneAt: true, consoleUser: true, consoleAt: true },
} as const;
type ClientFacts = Awaited<ReturnType<typeof findById>>[number];

const findById = (clientIds: readonly string[]) =>
  db().client.findMany({ where: { clientId: { in: [...clientIds] } }, select: CLIENT });

/** What can be the name of an event's client, the likeliest first. */
function namesOf({ clientName, clientId, text }: EventRow): string[] {
  const quoted = text.match(/(?<=["'`]).+?(?=["'`])/g) ?? [];
  const words = text.split(/[\s"'`,;:()]+/).slice(0, MOST_WORDS);
  return [...new Set([clientName, clientId, ...quoted, ...words])].flatMap((name) => (name ? [name] : []));
}

/** Whether a client can be what was created then: not seen before. */
const canBeCreated = ({ firstSeenAt }: ClientFacts, at: number) => firstSeenAt.getTime() >= at - SKEW_MS;
/** Whether a client can be what was deleted then: seen before, and not gone before. */
const canBeDeleted = ({ firstSeenAt, goneAt }: ClientFacts, at: number) =>
  firstSeenAt.getTime() <= at + SKEW_MS && (goneAt === null || goneAt.getTime() >= at - SKEW_MS);

/** The client that an event is about, by name, on the event's cluster. Null when that is not clear. */
function matchByName(event: EventRow, clients: readonly ClientFacts[]): ClientFacts | null {
  const { kind, at } = event;
  const isPossible = (client: ClientFacts) => {
    if (client.clusterId !== event.clusterId) return false;
    // Creates by Latchkey are in its own history.
    if (kind === "create" && client.createdById !== null) return false;
    return at === null || (kind === "create" ? canBeCreated : canBeDeleted)(client, at.getTime());
  };
  const orderOf = ({ firstSeenAt, goneAt }: ClientFacts) =>
    kind === "create" ? firstSeenAt.getTime() : (goneAt?.getTime() ?? Number.POSITIVE_INFINITY);
  const possible = clients.filter(isPossible);
  for (const name of namesOf(event)) {
    const named = possible.filter((client) => client.name === name);
    // Of two that had this name one after the other, the one that came or went first after the event. Without a time: none.
    if (named.length > 0 && (at !== null || named.length === 1))
      return named.toSorted((a, b) => orderOf(a) - orderOf(b))[0] ?? null;
  }
  return null;
}

/** The clients that events are about, by the event's ID: by their IDs, then by name, cluster and time. */
async function matchClients(events: readonly EventRow[]): Promise<Map<string, ClientFacts>> {
  const matches = new Map<string, ClientFacts>();
  const known = await findById(events.flatMap(({ clientId }) => (clientId ? [clientId] : [])));
  const byId = new Map(known.map((client) => [client.clientId, client]));
  for (const event of events) {
    const client = byId.get(event.clientId ?? "");
    if (client) matches.set(event.id, client);
  }
  const open = events.filter(({ id, clusterId }) => clusterId !== null && !matches.has(id));
  for await (const slice of inSlices(open, INSERTED)) {
    const places = slice.map((event) => ({ clusterId: event.clusterId ?? "", name: { in: namesOf(event) } }));
    const named = await db().client.findMany({ where: { OR: places }, select: CLIENT, take: MOST_BY_NAME });
    for (const event of slice) {
      const client = matchByName(event, named);
      if (client) matches.set(event.id, client);
    }
  }
  return matches;
}

/** Stores who made a client and when, unless a later event has already told. Its age counts from then. */
async function storeMaker({ id, consoleAt, consoleUser }: ClientFacts, { at, userId }: EventRow): Promise<void> {
  const isNewer = consoleUser === null || (at !== null && (consoleAt === null || consoleAt < at));
  if (!isNewer) return;
  const data = { consoleUser: userId, consoleAt: at, ...(at && { knownSince: at }) };
  await db().client.updateMany({ where: { id }, data });
}

/** What a matched client says about its event. */
const placeOf = ({ clusterId, clientId, name }: ClientFacts) => ({ clusterId, clientId, clientName: name });

/**
 * Stores those entries of the activity log that are new and about clients, and who made which client. Creates by
 * Latchkey are in its own history.
 * @param entries at most a hundred
 * @returns how many are new
 */
export async function storeEntries(entries: readonly ActivityEntry[]): Promise<number> {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const where = { id: { in: [...byId.keys()] } };
  for (const { id } of await db().consoleEvent.findMany({ where, select: { id: true } })) byId.delete(id);
  const seenAt = new Date();
  const rows = Array.from(byId.values(), ({ id, kind, at, clusterId, entityId, names, userId, text }) => {
    return { id, kind, at, clusterId, clientId: entityId, clientName: names[0] ?? null, userId, text, seenAt };
  });
  const matches = await matchClients(rows);
  const ours = (row: EventRow) => row.kind === "create" && (matches.get(row.id)?.createdById ?? null) !== null;
  const added = rows.flatMap((row) => {
    const client = matches.get(row.id);
    if (ours(row) || !(client || byId.get(row.id)?.saysClient)) return [];
    return [{ ...row, ...(client && placeOf(client)) }];
  });
  for await (const data of inSlices(added, INSERTED)) await db().consoleEvent.createMany({ data: [...data] });
  for (const row of added) {
    const client = matches.get(row.id);
    if (client && row.kind === "create") await storeMaker(client, row);
  }
  return added.length;
}

/** Stores who made the clients that were first seen since an instant, from the stored events. No upstream call. */
export async function matchNewClients(since: Date): Promise<void> {
  for (let last = ""; ; ) {
    const clients = await db().client.findMany({
      where: { firstSeenAt: { gte: since }, createdById: null, consoleUser: null, id: { gt: last } },
      orderBy: { id: "asc" },
      take: COMPARED,
      select: CLIENT,
    });
    const clientIds = clients.map(({ clientId }) => clientId);
    const clusterIds = [...new Set(clients.map(({ clusterId }) => clusterId))];
    const events = await db().consoleEvent.findMany({
      where: { kind: "create", OR: [{ clientId: { in: clientIds } }, { clusterId: { in: clusterIds } }] },
      orderBy: [{ at: { sort: "desc", nulls: "last" } }, { id: "asc" }],
      take: MOST_BY_NAME,
    });
    const isNew = new Set(clients.map(({ id }) => id));
    for (const [id, client] of await matchClients(events)) {
      const event = events.find((each) => each.id === id);
      if (!event || !isNew.has(client.id)) continue;
      await db().consoleEvent.updateMany({ where: { id }, data: placeOf(client) });
      await storeMaker(client, event);
    }
    if (clients.length < COMPARED) return;
    last = clients.at(-1)?.id ?? last;
  }
}

/** Removes the oldest events, so that at most `most` are left. */
export async function pruneConsoleEvents(most: number): Promise<void> {
  for (let count = await db().consoleEvent.count(); count > most; count -= REMOVED) {
    const oldest = await db().consoleEvent.findMany({
      orderBy: [{ at: { sort: "asc", nulls: "first" } }, { id: "asc" }],
      take: Math.min(REMOVED, count - most),
      select: { id: true },
    });
    await db().consoleEvent.deleteMany({ where: { id: { in: oldest.map(({ id }) => id) } } });
  }
}
