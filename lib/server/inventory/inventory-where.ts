import "server-only";
import { ALL_SCOPES, type InventoryFilter, NO_OWNER } from "@/lib/contract/inventory";
import { memberIdSchema } from "@/lib/contract/members";
import { SCOPES } from "@/lib/contract/scopes";
import { findVisible, type Principal } from "@/lib/server/access/principal";
import { unconfirmedClients } from "@/lib/server/clients/client-state";
import { splitList } from "@/lib/server/platform/comma-list";
import { db, type Tx } from "@/lib/server/platform/database/db";
import { searchable } from "@/lib/server/platform/text";

export type ClientWhere = NonNullable<NonNullable<Parameters<Tx["client"]["count"]>[0]>["where"]>;

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

/** What the finding's row must meet. A dismissed finding counts again after its date. */
export function openFindings() {
  return { OR: [{ dismissedUntil: null }, { dismissedUntil: { lt: new Date() } }] };
}

/** `where` has an index of its own that finds its rows; in `as`, which means the same, no database uses that index. */
type Condition = { where: ClientWhere; as: ClientWhere };
const before = (column: "knownSince" | "reviewAt", at: Date): Condition => ({
  where: { [column]: { lt: at } },
  as: { NOT: { [column]: { gte: at } } },
});

function reviewCondition(review: NonNullable<InventoryFilter["review"]>): Condition {
  const now = new Date();
  if (review === "overdue") return before("reviewAt", now);
  if (review === "none") return { where: { reviewAt: null }, as: { NOT: { reviewAt: { not: null } } } };
  const soon = new Date(now.getTime() + SOON_MS);
  return {
    where: { reviewAt: { gte: now, lt: soon } },
    as: { NOT: { OR: [{ reviewAt: { lt: now } }, { reviewAt: { gte: soon } }] }, reviewAt: { not: null } },
  };
}

/** The words of a search in the form of the stored text. */
export const wordsOf = (search: string | undefined): string[] =>
  searchable(search ?? "")
    .split(/\s+/)
    .filter((word) => word !== "");

/** The first rows that match, by their IDs: one more than a query may name shows that there are too many. */
const firstIds = async (where: ClientWhere) =>
  (await db().client.findMany({ where, select: { id: true }, take: MOST_NAMED + 1 })).map(({ id }) => id);

/** The rows whose text has all of these words, by the index of the search. */
async function idsByText(words: readonly string[]): Promise<string[]> {
  const rows = await db().clientText.findMany({
    where: { AND: words.map((word) => ({ text: { contains: word } })) },
    select: { id: true },
    take: MOST_NAMED + 1,
  });
  return rows.map(({ id }) => id);
}

async function idsByFinding(principal: Principal, rule: string): Promise<string[]> {
  const rows = await db().finding.findMany({
    where: { rule, ...openFindings(), ...(await findVisible(principal, "clusterId")) },
    select: { clientRowId: true },
    take: MOST_NAMED + 1,
  });
  return rows.map(({ clientRowId }) => clientRowId);
}

/**
 * Which rows a filter matches, among those of clusters that the member may know of. When one of its parts matches at
 * most a thousand, `ids` has them, and `where` names them: a query then reads these alone, and sorts them. Otherwise
 * each part matches many, so that a walk along an index that has the order finds them early.
 */
export type Matches = {
  where: ClientWhere;
  isGone: boolean;
  /** Whether the rows are named by their IDs. */
  isNamed: boolean;
  /** Whether the filter narrows the list at all. */
  isFiltered: boolean;
};

/** Reads what a filter matches. Rights are the caller's to check. */
export async function findMatches(principal: Principal, filter: InventoryFilter): Promise<Matches> {
  const { search, cluster, label, scope, origin, owner, state, age, review, tag, finding } = filter;
  const words = wordsOf(search);
  const isGone = state === "gone";
  const gone: ClientWhere = isGone ? { goneAt: { not: null } } : { goneAt: null };
  const now = Date.now();

  const parts: ClientWhere[] = words.map((word) => ({ searchText: { contains: word } }));
  const conditions: Condition[] = [];
  const named: Promise<string[]>[] = [];
  const indexed = [...words];

  const visible = await findVisible(principal, "clusterId");
  if (visible.clusterId) conditions.push({ where: visible, as: visible });
  if (cluster) conditions.push({ where: { clusterId: cluster }, as: { clusterId: cluster } });
  if (label) {
    const where = { clusterId: { in: await labelledClusters(principal, label) } };
    conditions.push({ where, as: where });
  }
  if (scope) {
    const scopes = scope === ALL_SCOPES ? SCOPES : [scope];
    parts.push(...scopes.map((each) => inList("scopes", each)));
    indexed.push(...scopes.map((each) => searchable(each)));
  }
  if (tag) {
    parts.push(inList("tags", tag));
    indexed.push(searchable(tag));
  }
  // An orphan was created here, and is stored as Camunda listed it: like one that was created elsewhere.
  const orphans = state === "orphaned" || state === "active" || origin ? await orphanIds(principal) : [];
  if (origin === "latchkey") parts.push({ OR: [{ origin: "managed" }, { id: { in: orphans } }] });
  if (origin === "elsewhere") parts.push({ origin: "unmanaged", id: { notIn: orphans } });
  if (owner === NO_OWNER) parts.push({ ownerId: null, ownerName: null });
  else if (owner && memberIdSchema.safeParse(owner).success)
    conditions.push({ where: { ownerId: owner }, as: { NOT: { NOT: { ownerId: owner } } } });
  else if (owner) {
    parts.push({ ownerId: null, ownerName: owner });
    indexed.push(searchable(owner));
  }
  if (age) conditions.push(before("knownSince", new Date(now - age * DAY_MS)));
  if (review) conditions.push(reviewCondition(review));
  if (state === "unconfirmed") parts.push(unconfirmedClients());
  if (state === "orphaned") named.push(Promise.resolve(orphans));
  if (state === "active") parts.push({ NOT: [unconfirmedClients()], id: { notIn: orphans } });
  if (finding) {
    parts.push({ findings: { some: { rule: finding, ...openFindings() } } });
    named.push(idsByFinding(principal, finding));
  }
  if (isGone) named.push(firstIds(gone));
  const byText = indexed.filter((word) => word.length >= INDEXED_LENGTH);
  if (byText.length > 0) named.push(idsByText(byText));
  named.push(...conditions.map(({ where }) => firstIds({ AND: [gone, where] })));

  const isFiltered = named.length + parts.length > 0;
  const found = await Promise.all(named);
  const [fewest] = found.filter((ids) => ids.length <= MOST_NAMED).toSorted((a, b) => a.length - b.length);
  const rest = [...parts, ...conditions.map(({ as }) => as)];
  if (!fewest) return { where: { AND: [gone, ...rest] }, isGone, isNamed: false, isFiltered };
  // Without an index, so that no database prefers one to the IDs.
  const goneAs = isGone ? gone : { NOT: { goneAt: { not: null } } };
  return { where: { AND: [{ id: { in: fewest } }, goneAs, ...rest] }, isGone, isNamed: true, isFiltered };
}
