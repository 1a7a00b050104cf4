import "server-only";
import type { InventoryFilter } from "@/lib/contract/inventory";
import { ALL_SCOPES, type DateDue, NO_OWNER } from "@/lib/contract/inventory-filters";
import { memberIdSchema } from "@/lib/contract/members";
import { SCOPES } from "@/lib/contract/scopes";
import { findVisible, findVisibleIds, type Principal } from "@/lib/server/access/principal";
import { unconfirmedClients } from "@/lib/server/clients/client-state";
import { notDismissed } from "@/lib/server/clusters/open-findings";
import { splitList } from "@/lib/server/platform/comma-list";
import { db, type Tx } from "@/lib/server/platform/database/db";
import { searchable } from "@/lib/server/platform/text";

export type ClientWhere = NonNullable<NonNullable<Parameters<Tx["client"]["count"]>[0]>["where"]>;

/** The rows that are gone. SQLite uses no index for "is not null". */
export const GONE: ClientWhere = { goneAt: { gt: new Date(0) } };
/** The largest number of rows that a query names by their IDs. */
const MOST_NAMED = 1_000;
/** The index of the search has parts of three characters. */
const INDEXED_LENGTH = 3;
const DAY_MS = 86_400_000;
const SOON_MS = 30 * DAY_MS;

/** A value in a column of values that are separated by commas. */
function inList(column: "scopes" | "tags", value: string): ClientWhere {
  const parts = [{ startsWith: `${value},` }, { endsWith: `,${value}` }, { contains: `,${value},` }];
  return { OR: [{ [column]: value }, ...parts.map((part) => ({ [column]: part }))] };
}

/** The clusters with this label that a member may know of. */
async function labelledClusters(principal: Principal, label: string): Promise<string[]> {
  const clusters = await db().cluster.findMany({
    where: { labels: { contains: label }, ...(await findVisible(principal, "id")) },
    select: { id: true, labels: true },
    take: MOST_NAMED,
  });
  return clusters.flatMap(({ id, labels }) => (splitList(labels).includes(label) ? [id] : []));
}

/** The rows of the clients whose create ended without anybody getting the secret. */
async function orphanIds(principal: Principal): Promise<string[]> {
  const creates = await db().operation.findMany({
    where: { kind: "create", state: "orphaned", ...(await findVisible(principal, "clusterId")) },
    select: { clusterId: true, clientId: true },
    take: MOST_NAMED,
  });
  const places = new Set(creates.map(({ clusterId, clientId }) => `${clusterId}/${clientId}`));
  const clientIds = creates.flatMap(({ clientId }) => clientId ?? []);
  const rows = await db().client.findMany({
    where: { clientId: { in: clientIds } },
    select: { id: true, clusterId: true, clientId: true },
    take: MOST_NAMED,
  });
  return rows.flatMap(({ id, clusterId, clientId }) => (places.has(`${clusterId}/${clientId}`) ? [id] : []));
}

/** `where` has an index of its own that finds its rows; in `as`, which means the same, no database uses that index. */
type Condition = { where: ClientWhere; as: ClientWhere };
const before = (column: "knownSince" | "reviewAt" | "endsAt", at: Date): Condition => ({
  where: { [column]: { lt: at } },
  as: { NOT: { [column]: { gte: at } } },
});

function dueCondition(column: "reviewAt" | "endsAt", due: DateDue): Condition {
  const now = new Date();
  if (due === "overdue") return before(column, now);
  if (due === "none") return { where: { [column]: null }, as: { NOT: { [column]: { not: null } } } };
  const soon = new Date(now.getTime() + SOON_MS);
  return {
    where: { [column]: { gte: now, lt: soon } },
    as: { NOT: { OR: [{ [column]: { lt: now } }, { [column]: { gte: soon } }] } },
  };
}

/** Created here, or in a list that was not its cluster's first: of the others nobody knows since when they exist. */
function newSince(at: Date): Condition {
  const isNew = { OR: [{ createdAt: { not: null } }, { appearedAt: { not: null } }] };
  return {
    where: { knownSince: { gte: at }, ...isNew },
    as: { NOT: { knownSince: { lt: at } }, ...isNew },
  };
}

/** A word of the search. PostgreSQL would use its index in every query, also in one that names its rows. */
const hasWord = (word: string): ClientWhere => ({ OR: [{ searchText: { contains: word } }, { organizationId: "" }] });

/** The words of a search in the form of the stored text. */
export const wordsOf = (search: string | undefined): string[] =>
  searchable(search ?? "")
    .split(/\s+/)
    .filter((word) => word !== "");

/**
 * The rows that a part of a filter matches, by their IDs. Null, or one more than a query may name, when there are too
 * many.
 */
type Finder = () => Promise<string[] | null>;
const TAKEN = MOST_NAMED + 1;

/**
 * By an index that has this order: Prisma sorts what it limits, so without it SQLite would read all rows first.
 * PostgreSQL uses such an index only if the order names all its columns, also one that is null in all rows.
 */
const firstIds =
  (where: ClientWhere, ...order: ("goneAt" | "sortName" | "knownSince" | "reviewAt" | "endsAt")[]): Finder =>
  async () => {
    const orderBy = [...order, "id"].map((column) => ({ [column]: "asc" as const }));
    return (await db().client.findMany({ where, select: { id: true }, orderBy, take: TAKEN })).map(({ id }) => id);
  };

/** Rows that are read to see whether words are in many of them, and how many that are. */
const SAMPLE = 100;
const MANY = 5;

/** What PostgreSQL's index has of a word: it leaves out punctuation. */
const partsOf = (word: string) => word.split(/[^\p{L}\p{N}]+/u).filter((part) => part.length >= INDEXED_LENGTH);

/** The rows whose text has all of these, by the index of the search; null when there are too many. */
async function findTexts(indexed: readonly string[]) {
  const where = { AND: indexed.map((word) => ({ text: { contains: word } })) };
  const rows = await db().clientText.findMany({ where, take: TAKEN });
  return rows.length < TAKEN ? rows : null;
}

/**
 * The rows whose text has all of these words. Words that many rows have are not looked up: Prisma would have SQLite sort
 * all of them. Nor are such parts of other words, as the first one of "worker-777", for which PostgreSQL would read a
 * large part of its index.
 */
const idsByText =
  (words: readonly string[]): Finder =>
  async () => {
    const sample = await db().client.findMany({
      where: { goneAt: null },
      select: { searchText: true },
      orderBy: [{ goneAt: "asc" }, { sortName: "asc" }, { id: "asc" }],
      take: SAMPLE,
    });
    const areInMany = (all: readonly string[]) =>
      sample.filter(({ searchText }) => all.every((word) => searchText.includes(word))).length > MANY;
    if (sample.length === SAMPLE && areInMany(words)) return null;
    const rare = words.flatMap(partsOf).filter((part) => !areInMany([part]));
    const rows = (rare.length > 0 ? await findTexts(rare) : null) ?? (await findTexts(words));
    return rows?.flatMap(({ id, text }) => (words.every((word) => text.includes(word)) ? [id] : [])) ?? null;
  };

const idsByFinding =
  (principal: Principal, rule: string): Finder =>
  async () => {
    const rows = await db().finding.findMany({
      where: { rule, ...notDismissed(), ...(await findVisible(principal, "clusterId")) },
      select: { clientRowId: true },
      orderBy: [{ foundAt: "asc" }, { clientRowId: "asc" }],
      take: TAKEN,
    });
    return rows.map(({ clientRowId }) => clientRowId);
  };

/** Which rows a filter matches, among those of clusters that the member may know of. */
export type Matches = {
  isGone: boolean;
  /** Whether `where` and `isGone` are all there is to it, so that every row of the list matches. */
  isPlain: boolean;
  /** All parts of the filter, without an index that would keep a query from the one that has the order. */
  where: ClientWhere;
  /** The same by IDs, which are then read alone; null when every part of the filter matches more than a thousand. */
  narrow: () => Promise<ClientWhere | null>;
};

/** Reads what a filter means. Rights are the caller's to check. */
export async function findMatches(principal: Principal, filter: InventoryFilter): Promise<Matches> {
  const { search, cluster, label, scope, origin, owner, state, age, since, review, end, tag, finding } = filter;
  const isGone = state === "gone";
  const gone = isGone ? GONE : { goneAt: null };
  const parts: ClientWhere[] = [];
  /** What probably matches fewer rows comes first. */
  const finders: Finder[] = [];
  const indexed: string[] = [];
  const clusterIs = (ids: string[]) => {
    const where = { clusterId: { in: ids } };
    parts.push(where);
    // No index has the order of several clusters together, so those with many clients are not looked up.
    finders.push(async () => {
      const { _sum } = await db().cluster.aggregate({ where: { id: { in: ids } }, _sum: { clientCount: true } });
      const isMany = !isGone && (_sum.clientCount ?? 0) > MOST_NAMED;
      return isMany ? null : firstIds({ ...where, ...gone }, "goneAt", "sortName")();
    });
  };

  // An orphan was created here, and is stored as Camunda listed it: like one that was created elsewhere.
  const orphans = state === "orphaned" || state === "active" || origin ? await orphanIds(principal) : [];
  if (state === "orphaned") {
    parts.push({ id: { in: orphans } });
    finders.push(async () => orphans);
  }
  if (state === "active") parts.push({ NOT: [unconfirmedClients()], id: { notIn: orphans } });
  if (state === "unconfirmed") parts.push(unconfirmedClients());
  if (origin === "latchkey") parts.push({ OR: [{ origin: "managed" }, { id: { in: orphans } }] });
  if (origin === "elsewhere") parts.push({ origin: "unmanaged", id: { notIn: orphans } });
  if (finding) {
    parts.push({ findings: { some: { rule: finding, ...notDismissed() } } });
    finders.push(idsByFinding(principal, finding));
  }
  if (since && !isGone) {
    const { where, as } = newSince(new Date(since));
    parts.push(as);
    finders.push(firstIds({ ...where, ...gone }, "goneAt", "knownSince"));
  }
  if (isGone) {
    const where = since ? { goneAt: { gte: new Date(since) } } : GONE;
    if (since) parts.push(where);
    finders.push(firstIds(where, "goneAt", "sortName"));
  }
  if (cluster) clusterIs([cluster]);
  const visible = await findVisibleIds(principal);
  if (visible) clusterIs(visible);
  if (label) clusterIs(await labelledClusters(principal, label));

  for (const word of wordsOf(search)) {
    parts.push(hasWord(word));
    indexed.push(word);
  }
  for (const each of scope === ALL_SCOPES ? SCOPES : scope ? [scope] : []) {
    parts.push(inList("scopes", each));
    indexed.push(searchable(each));
  }
  if (tag) {
    parts.push(inList("tags", tag));
    indexed.push(searchable(tag));
  }
  if (owner === NO_OWNER) parts.push({ ownerId: null, ownerName: null });
  else if (owner && memberIdSchema.safeParse(owner).success) {
    parts.push({ NOT: { NOT: { ownerId: owner } } });
    finders.push(firstIds({ ownerId: owner }));
  } else if (owner) {
    parts.push({ ownerId: null, ownerName: owner });
    indexed.push(searchable(owner));
  }
  const byText = indexed.filter((word) => word.length >= INDEXED_LENGTH);
  if (byText.length > 0) finders.push(idsByText(byText));

  for (const [column, due] of [["reviewAt", review] as const, ["endsAt", end] as const]) {
    if (!due) continue;
    const { where, as } = dueCondition(column, due);
    parts.push(as);
    finders.push(firstIds({ ...where, ...gone }, "goneAt", column));
  }
  if (age) {
    const { where, as } = before("knownSince", new Date(Date.now() - age * DAY_MS));
    parts.push(as);
    finders.push(firstIds({ ...where, ...gone }, "goneAt", "knownSince"));
  }

  const where = { AND: parts };
  let narrowed: Promise<ClientWhere | null> | undefined;
  const narrow = async () => {
    for (const find of finders) {
      const ids = await find();
      // Without an index, so that no database prefers one to the IDs.
      const same = isGone ? GONE : { NOT: { goneAt: { not: null } } };
      if (ids && ids.length <= MOST_NAMED) return { AND: [{ id: { in: ids } }, same, where] };
    }
    return null;
  };
  return {
    isGone,
    isPlain: parts.length === 0,
    where,
    narrow: () => {
      narrowed ??= narrow();
      return narrowed;
    },
  };
}
