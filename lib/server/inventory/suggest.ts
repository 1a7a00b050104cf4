import "server-only";
import type { Suggestion, SuggestionQuery } from "@/lib/contract/inventory";
import { memberIdSchema } from "@/lib/contract/members";
import { nameRank } from "@/lib/contract/name-rank";
import { may } from "@/lib/contract/rights";
import { stageOf } from "@/lib/contract/stages";
import { membersNamed } from "@/lib/server/access/named-members";
import { findVisible, type Principal, rolesOn } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { LATCHKEY } from "@/lib/server/history/append-event";
import { findRows, findSome } from "@/lib/server/inventory/inventory-walk";
import { type ClientWhere, findMatches, wordsOf } from "@/lib/server/inventory/inventory-where";
import { splitList } from "@/lib/server/platform/comma-list";
import { db } from "@/lib/server/platform/database/db";
import { searchable } from "@/lib/server/platform/text";
import type { ClientRow } from "@/lib/server/sync/stored-clients";

/** How many are shown, and how many rows are looked through where values repeat or the best are chosen. */
const SHOWN = 8;
const LOOKED_THROUGH = 500;
/** How many clients, in the order of their names, the best are chosen from. */
const RANKED = 100;
/** The longest text whose letters are looked for one by one. */
const MOST_LETTERS = 20;

/** What nobody did: its events have a name and no ID. */
const JOBS: Suggestion = { value: LATCHKEY.name, label: LATCHKEY.name, note: "Background jobs" };

const has = (column: string, search: string | undefined) => ({
  AND: wordsOf(search).map((word) => ({ [column]: { contains: word } })),
});

/** Those whose names match best. The others stay in their order behind them. */
const bestNamed = <Row extends { name: string }>(rows: readonly Row[], typed: string): Row[] =>
  rows.toSorted((a, b) => nameRank(b.name, typed) - nameRank(a.name, typed)).slice(0, SHOWN);

async function clusters(principal: Principal, { search, value }: SuggestionQuery): Promise<Suggestion[]> {
  const visible = await findVisible(principal, "id");
  const find = (where: object, take: number) =>
    db().cluster.findMany({
      where: { AND: [visible, where] },
      select: { id: true, name: true, labels: true, region: true, goneAt: true },
      orderBy: [{ sortName: "asc" }, { id: "asc" }],
      take,
    });
  const typed = search ?? "";
  const named = await find(value ? { id: value } : has("searchText", search), LOOKED_THROUGH);
  const best = bestNamed(named, typed);
  const letters = [...searchable(typed).replaceAll(/\s/g, "")];
  // What was not found as it was typed can still be meant by its letters.
  const isLoose = value === undefined && letters.length > 1 && letters.length <= MOST_LETTERS && best.length < SHOWN;
  const known = best.map(({ id }) => id);
  const loose = isLoose
    ? await find({ sortName: { contains: letters.join("%") }, id: { notIn: known } }, SHOWN - best.length)
    : [];
  return [...best, ...loose].map(({ id, name, labels, region, goneAt }) => ({
    value: id,
    label: name,
    note: goneAt ? "Gone" : region,
    stage: stageOf({ name, labels: splitList(labels) }),
  }));
}

/** Also clients that are gone, because the history tells of them. */
async function clients(principal: Principal, { search, value, cluster }: SuggestionQuery): Promise<Suggestion[]> {
  const order = { sort: "name" } as const;
  const listed = async (state?: "gone") =>
    bestNamed(
      await findRows(await findMatches(principal, { search, cluster, state }), order, { after: null, take: RANKED }),
      search ?? "",
    );
  const known = async () =>
    db().client.findMany({
      where: { AND: [await findVisible(principal, "clusterId"), { clientId: value ?? "" }] },
      take: SHOWN,
    });
  const rows = value ? await known() : [...(await listed()), ...(await listed("gone"))].slice(0, SHOWN);
  return rows.map(({ clusterId, clientId, name, clusterName, goneAt }) => ({
    value: clientId,
    label: name,
    cluster: clusterId,
    note: goneAt ? `${clusterName} · gone` : clusterName,
  }));
}

/** Distinct ones that match, the first few by name. */
function firstDistinct(found: readonly Suggestion[], search: string | undefined): Suggestion[] {
  const words = wordsOf(search);
  const byValue = new Map<string, Suggestion>();
  for (const each of found) {
    const text = searchable(each.label, each.note);
    if (words.every((word) => text.includes(word))) byValue.set(each.value, each);
  }
  return [...byValue.values()].toSorted((a, b) => a.label.localeCompare(b.label, "en")).slice(0, SHOWN);
}

async function members(
  principal: Principal,
  where: { id?: string },
  search: string | undefined,
): Promise<Suggestion[]> {
  const rows = await db().member.findMany({
    where: { AND: [where, membersNamed(principal, search)], name: { not: "" } },
    select: { id: true, name: true, email: true },
    orderBy: [{ sortName: "asc" }, { id: "asc" }],
    take: SHOWN,
  });
  const showsAddress = may(principal.role, "members.manage");
  return rows.map(({ id, name, email }) => ({ value: id, label: name, note: showsAddress ? email : null }));
}

/** Who is in the history. Without a role on all clusters: who acted on this member's clusters, in the latest events. */
async function people(principal: Principal, { search, value }: SuggestionQuery): Promise<Suggestion[]> {
  if (principal.access.everywhere !== null) {
    const id = value === undefined ? undefined : (memberIdSchema.safeParse(value).data ?? "");
    const found = await members(principal, id === undefined ? {} : { id }, search);
    return value === undefined ? firstDistinct([JOBS, ...found], search) : found;
  }
  const events = await db().auditEvent.findMany({
    where: { ...(await findVisible(principal, "clusterId")), ...(value && { actorId: value }) },
    select: { actorId: true, actorName: true },
    orderBy: { seq: "desc" },
    take: LOOKED_THROUGH,
  });
  const found = events.map(({ actorId, actorName }) => ({ value: actorId ?? actorName, label: actorName, note: null }));
  return firstDistinct(found, search);
}

/** The values of a column of clients that match: of some rows that have the words, the distinct values. */
async function distinctIn(
  principal: Principal,
  { search, cluster }: SuggestionQuery,
  where: ClientWhere,
  valuesOf: (row: ClientRow) => Suggestion[],
): Promise<Suggestion[]> {
  const matches = await findMatches(principal, { search, cluster });
  const narrow = async () => {
    const named = await matches.narrow();
    return named && { AND: [named, where] };
  };
  const rows = await findSome({ ...matches, where: { AND: [matches.where, where] }, narrow }, LOOKED_THROUGH);
  return firstDistinct(rows.flatMap(valuesOf), search);
}

const ownerOf = ({ ownerId, ownerName }: Pick<ClientRow, "ownerId" | "ownerName">): Suggestion[] =>
  ownerName === null ? [] : [{ value: ownerId ?? ownerName, label: ownerName, note: null }];

async function owners(principal: Principal, query: SuggestionQuery): Promise<Suggestion[]> {
  const { value } = query;
  if (value === undefined) return distinctIn(principal, query, { ownerName: { not: null } }, ownerOf);
  // Who is no member has no other name.
  if (!memberIdSchema.safeParse(value).success) return ownerOf({ ownerId: null, ownerName: value });
  const where = { ownerId: value, ...(await findVisible(principal, "clusterId")) };
  const row = await db().client.findFirst({ where, select: { ownerId: true, ownerName: true } });
  return row ? ownerOf(row) : [];
}

/** Owners of clients that are no members, such as teams. */
export const suggestTeams = (principal: Principal, search: string | undefined): Promise<Suggestion[]> =>
  distinctIn(principal, { of: "owner", search }, { ownerId: null, ownerName: { not: null } }, ownerOf);

const tags = (principal: Principal, query: SuggestionQuery) =>
  distinctIn(principal, query, { tags: { not: "" } }, (row) =>
    splitList(row.tags).map((tag) => ({ value: tag, label: tag, note: null })),
  );

const FINDERS = { cluster: clusters, client: clients, person: people, owner: owners, tag: tags };

/**
 * What a filter can be set to, as a person types: the first few that match, among what this member may know of. With
 * `value`: the one that has it, for its name.
 * @throws AppError forbidden
 */
export async function suggest(principal: Principal, query: SuggestionQuery): Promise<Suggestion[]> {
  const { of, right } = query;
  await requireRight(principal, of === "person" ? "audit.read" : "clients.read");
  const found = await FINDERS[of](principal, query);
  if (right === undefined) return found;
  const clusterOf = ({ value, cluster = value }: Suggestion) => cluster;
  const roles = await rolesOn(principal.access, found.map(clusterOf));
  return found.filter((each) => may(roles.get(clusterOf(each)) ?? null, right, { isOwn: true }));
}
