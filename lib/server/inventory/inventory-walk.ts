import "server-only";
import { type CappedCount, COUNTED_UP_TO, type InventoryQuery } from "@/lib/contract/inventory";
import type { ClientWhere, Matches } from "@/lib/server/inventory/inventory-where";
import { db } from "@/lib/server/platform/database/db";
import { following, orderBy, type SortKey, upTo } from "@/lib/server/platform/page";
import type { ClientRow } from "@/lib/server/sync/stored-clients";

/** Rows that one query looks through: SQLite runs a query at once, so it must be short. */
const SLICE = 2_000;
/** Slices that a count looks through before it says "or more". */
const MOST_SLICES = 10;

type Direction = SortKey["direction"];
const reversed = (direction: Direction): Direction => (direction === "asc" ? "desc" : "asc");

const SORT_KEYS: Record<NonNullable<InventoryQuery["sort"]>, (direction: Direction) => SortKey[]> = {
  name: (direction) => [{ column: "sortName", direction }],
  cluster: (direction) => [
    { column: "clusterSort", direction },
    { column: "sortName", direction },
  ],
  // The younger, the later it was created.
  age: (direction) => [{ column: "knownSince", direction: reversed(direction) }],
  review: (direction) => [{ column: "reviewAt", direction, isNullable: true }],
};

type Order = Pick<InventoryQuery, "sort" | "direction">;

/** The order of the list. Clients that are gone are listed by when they went, the latest first, in any order. */
function keysOf({ sort = "name", direction }: Order, isGone: boolean): SortKey[] {
  const chosen = direction === "descending" ? "desc" : "asc";
  const keys: SortKey[] = isGone
    ? [
        { column: "goneAt", direction: "desc" },
        { column: "sortName", direction: "desc" },
      ]
    : SORT_KEYS[sort](chosen);
  return [...keys, { column: "id", direction: keys.at(-1)?.direction ?? "asc" }];
}

/** A stretch of an index that has the order of `keys`: the rows with `where`, of which no key is null. */
type Stretch = { where: ClientWhere; keys: SortKey[] };

/** Rows in which the first key is null come last, in the order of the second. */
function stretchesOf(keys: SortKey[], isGone: boolean): Stretch[] {
  const gone: ClientWhere = isGone ? { goneAt: { not: null } } : { goneAt: null };
  const [first, ...rest] = keys;
  if (!first?.isNullable) return [{ where: gone, keys }];
  return [
    { where: { ...gone, [first.column]: { not: null } }, keys: [{ ...first, isNullable: false }, ...rest] },
    { where: { ...gone, [first.column]: null }, keys: rest },
  ];
}

/** The conditions for the slices of a stretch after a row, one after the other. */
async function* slicesOf({ where, keys }: Stretch, after: Record<string, unknown> | null) {
  let last = after;
  for (;;) {
    const start = { AND: [where, last ? following(last, keys) : {}] };
    const end = await db().client.findFirst({
      where: start,
      orderBy: orderBy(keys),
      skip: SLICE,
      select: { id: true, sortName: true, clusterSort: true, knownSince: true, reviewAt: true, goneAt: true },
    });
    yield end ? { AND: [start, upTo(end, keys)] } : start;
    if (!end) return;
    last = end;
  }
}

/** At most `take` rows that match, after this one, in this order. */
export async function findRows(
  { where, isGone, isNamed, isFiltered }: Matches,
  order: Order,
  { after, take }: { after: ClientRow | null; take: number },
): Promise<ClientRow[]> {
  const keys = keysOf(order, isGone);
  if (isNamed)
    return db().client.findMany({
      where: { AND: [where, after ? following(after, keys) : {}] },
      orderBy: orderBy(keys),
      take,
    });
  const rows: ClientRow[] = [];
  const stretches = stretchesOf(keys, isGone);
  const [first] = keys;
  const from = after && first?.isNullable && after[first.column as keyof ClientRow] === null ? 1 : 0;
  for (const [at, stretch] of stretches.entries()) {
    if (at < from) continue;
    const start = at === from ? after : null;
    const slices = isFiltered
      ? slicesOf(stretch, start)
      : [{ AND: [stretch.where, start ? following(start, stretch.keys) : {}] }];
    for await (const slice of slices) {
      const found = await db().client.findMany({
        where: { AND: [where, slice] },
        orderBy: orderBy(stretch.keys),
        take: take - rows.length,
      });
      rows.push(...found);
      if (rows.length >= take) return rows;
    }
  }
  return rows;
}

/** All that may match, slice by slice; `isTooMany` tells when to stop. */
async function* firstSlices({ isGone }: Matches) {
  let slices = 0;
  for (const stretch of stretchesOf(keysOf({}, isGone), isGone))
    for await (const slice of slicesOf(stretch, null)) {
      yield { slice, isTooMany: slices === MOST_SLICES };
      slices += 1;
    }
}

/** How many rows match, up to COUNTED_UP_TO; fewer when they are so rare that it takes too long to find them all. */
export async function countMatches(matches: Matches): Promise<CappedCount> {
  const { where, isNamed, isFiltered } = matches;
  const capped = (count: number) => ({ count: Math.min(count, COUNTED_UP_TO), isCapped: count > COUNTED_UP_TO });
  const countIn = (part: ClientWhere, take: number) => db().client.count({ where: { AND: [where, part] }, take });
  if (isNamed || !isFiltered) return capped(await countIn({}, COUNTED_UP_TO + 1));
  let count = 0;
  for await (const { slice, isTooMany } of firstSlices(matches)) {
    if (isTooMany) return { count, isCapped: true };
    count += await countIn(slice, COUNTED_UP_TO + 1 - count);
    if (count > COUNTED_UP_TO) break;
  }
  return capped(count);
}

/** Some rows that match, in no order: at most `take`, and fewer when they are so rare that it takes too long. */
export async function findSome(matches: Matches, take: number): Promise<ClientRow[]> {
  const { where, isNamed } = matches;
  if (isNamed) return db().client.findMany({ where, take });
  const rows: ClientRow[] = [];
  for await (const { slice, isTooMany } of firstSlices(matches)) {
    if (isTooMany || rows.length >= take) break;
    rows.push(...(await db().client.findMany({ where: { AND: [where, slice] }, take: take - rows.length })));
  }
  return rows;
}
