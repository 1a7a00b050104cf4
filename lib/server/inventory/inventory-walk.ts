import "server-only";
import { type CappedCount, COUNTED_UP_TO, cappedCount } from "@/lib/contract/capped-count";
import type { InventoryQuery } from "@/lib/contract/inventory";
import { type ClientWhere, GONE, type Matches } from "@/lib/server/inventory/inventory-where";
import { db } from "@/lib/server/platform/database/db";
import { following, orderBy, type SortKey, upTo } from "@/lib/server/platform/page";
import type { ClientRow } from "@/lib/server/sync/stored-clients";

/** Rows that one query looks through: SQLite runs a query at once, so it must be short. */
const SLICE = 2_000;
/** The first one for a page, which most filters fill at once. */
const FIRST_SLICE = 500;
/** Slices that a count looks through before it says "or more". */
const MOST_SLICES = 5;

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
  end: (direction) => [{ column: "endsAt", direction, isNullable: true }],
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

/**
 * A stretch of an index that has the order of `keys`: the rows with `where`, of which no key is null. `lead` are columns
 * of the index that come before and are null in all of these rows: PostgreSQL uses it only if the order names them.
 */
type Stretch = { where: ClientWhere; keys: SortKey[]; lead: string[] };

/** Prisma's `orderBy` of a stretch. */
const inOrder = ({ keys, lead }: Omit<Stretch, "where">) => {
  const direction = keys[0]?.direction ?? "asc";
  return orderBy([...lead.map((column) => ({ column, direction })), ...keys]);
};

/** Before every date: the database compares dates as text or as numbers, and null is neither. */
const EARLIEST = new Date("1900-01-01");

/** Rows in which the first key is null come last, in the order of the second. */
function stretchesOf(keys: SortKey[], isGone: boolean): Stretch[] {
  if (isGone) return [{ where: GONE, keys, lead: [] }];
  const [first, ...rest] = keys;
  if (!first?.isNullable) return [{ where: { goneAt: null }, keys, lead: ["goneAt"] }];
  const dated = { goneAt: null, [first.column]: { gt: EARLIEST } };
  return [
    { where: dated, keys: [{ ...first, isNullable: false }, ...rest], lead: ["goneAt"] },
    { where: { goneAt: null, [first.column]: null }, keys: rest, lead: ["goneAt", first.column] },
  ];
}

const KEYS = {
  ...{ id: true, sortName: true, clusterSort: true, knownSince: true, reviewAt: true, endsAt: true, goneAt: true },
} as const;

/** The conditions for slices of the rows after this one, in this order, one after the other. */
async function* slicesOf(stretches: readonly Stretch[], after: Record<string, unknown> | null, first = SLICE) {
  let skip = first;
  for (const [at, { where, keys, lead }] of stretches.entries()) {
    const order = inOrder({ keys, lead });
    let last = at === 0 ? after : null;
    for (;;) {
      const start = { AND: [where, last ? following(last, keys) : {}] };
      const end = await db().client.findFirst({ where: start, orderBy: order, skip, select: KEYS });
      yield { slice: end ? { AND: [start, upTo(end, keys)] } : start, order };
      if (!end) break;
      skip = SLICE;
      last = end;
    }
  }
}

/** All slices, from the first row on. */
const allSlices = (isGone: boolean) => slicesOf(stretchesOf(keysOf({}, isGone), isGone), null);

const cellOf = (row: Record<string, unknown>, { column }: SortKey): unknown => row[column];

/**
 * At most `take` rows that match, after this one, in this order: those that a part of the filter names, or else those on
 * the way along the index that has the order.
 */
export async function findRows(
  matches: Matches,
  order: Order,
  { after, take }: { after: ClientRow | null; take: number },
): Promise<ClientRow[]> {
  const { where, isGone, isPlain } = matches;
  const keys = keysOf(order, isGone);
  const [first] = keys;
  const all = stretchesOf(keys, isGone);
  const stretches = after && first?.isNullable && cellOf(after, first) === null ? all.slice(1) : all;
  const rows: ClientRow[] = [];
  const read = async (slice: ClientWhere, order: ReturnType<typeof inOrder>) => {
    const left = take - rows.length;
    rows.push(...(await db().client.findMany({ where: { AND: [where, slice] }, orderBy: order, take: left })));
    return rows.length >= take;
  };
  if (isPlain) {
    for (const [at, stretch] of stretches.entries()) {
      const rest = after && at === 0 ? following(after, stretch.keys) : {};
      if (await read({ AND: [stretch.where, rest] }, inOrder(stretch))) break;
    }
    return rows;
  }
  const named = await matches.narrow();
  if (named) {
    const rest = after ? following(after, keys) : {};
    return db().client.findMany({ where: { AND: [named, rest] }, orderBy: orderBy(keys), take });
  }
  for await (const { slice, order: sliceOrder } of slicesOf(stretches, after, FIRST_SLICE))
    if (await read(slice, sliceOrder)) break;
  return rows;
}

/** How many rows match, up to COUNTED_UP_TO; fewer when they are so rare that it takes too long to find them all. */
export async function countMatches({ where, isGone, narrow }: Matches): Promise<CappedCount> {
  const named = await narrow();
  if (named) return cappedCount(await db().client.count({ where: named }));
  let count = 0;
  let slices = 0;
  for await (const { slice } of allSlices(isGone)) {
    count += await db().client.count({ where: { AND: [where, slice] } });
    slices += 1;
    if (count > COUNTED_UP_TO) break;
    if (slices === MOST_SLICES) return { count, isCapped: true };
  }
  return cappedCount(count);
}

/** Some rows that match, in no order: at most `take`, and fewer when they are so rare that it takes too long. */
export async function findSome({ where, isGone, narrow }: Matches, take: number): Promise<ClientRow[]> {
  const named = await narrow();
  if (named) return db().client.findMany({ where: named, take });
  const rows: ClientRow[] = [];
  let slices = 0;
  for await (const { slice } of allSlices(isGone)) {
    rows.push(...(await db().client.findMany({ where: { AND: [where, slice] }, take: take - rows.length })));
    slices += 1;
    if (rows.length >= take || slices === MOST_SLICES) break;
  }
  return rows;
}
