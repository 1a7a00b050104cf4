import "server-only";
import { AppError } from "@/lib/server/platform/errors";

/** A column to sort by. Rows in which it is null come last in both directions. */
export type SortKey = { column: string; direction: "asc" | "desc"; isNullable?: boolean };

/** Prisma's `orderBy` for these columns, the most important first. The last one must be unique. */
export function orderBy(keys: readonly SortKey[]) {
  return keys.map(({ column, direction, isNullable }) => ({
    [column]: isNullable ? { sort: direction, nulls: "last" as const } : direction,
  }));
}

/** The rows that come later in the order of `keys`, one alternative for each key. */
function later(row: Record<string, unknown>, keys: readonly SortKey[]) {
  return keys.flatMap(({ column, direction, isNullable }, position) => {
    const value = row[column];
    if (value === null) return [];
    const same = keys.slice(0, position).map((key) => ({ [key.column]: row[key.column] }));
    const further = { [column]: { [direction === "asc" ? "gt" : "lt"]: value } };
    return [{ AND: [...same, isNullable ? { OR: [further, { [column]: null }] } : further] }];
  });
}

/**
 * The same on the first key alone, which the rows must meet in any case. Databases find the first row by it in an index;
 * of the alternatives they would read all rows before.
 */
function bound(row: Record<string, unknown>, [first]: readonly SortKey[], way: "after" | "before") {
  if (!first || first.isNullable) return {};
  return { [first.column]: { [(first.direction === "asc") === (way === "after") ? "gte" : "lte"]: row[first.column] } };
}

/**
 * Prisma's `where` for the rows after this one in the order of `keys`. Prisma's own cursor repeats rows when a column
 * is null, and requires that its row is still in the list.
 */
export function following(row: Record<string, unknown>, keys: readonly SortKey[]) {
  return { ...bound(row, keys, "after"), OR: later(row, keys) };
}

/** Prisma's `where` for this row and those before it in the order of `keys`, none of which may be nullable. */
export function upTo(row: Record<string, unknown>, keys: readonly SortKey[]) {
  return { ...bound(row, keys, "before"), NOT: { OR: later(row, keys) } };
}

/** The row that a page begins after. @throws AppError invalid_input when there is none */
export function requireCursor<Row>(row: Row | null): Row {
  if (row) return row;
  throw new AppError("invalid_input", { fields: { after: "This page begins after an unknown row. Reload the list." } });
}

/**
 * One page of rows that were read with `take: size + 1`. The additional row shows that there is another page.
 * @returns the page's rows and the ID of its last row, or null on the last page
 */
export function pageOf<Row, Id>(read: readonly Row[], size: number, idOf: (row: Row) => Id) {
  const rows = read.slice(0, size);
  const last = rows.at(-1);
  return { rows, nextAfter: last && read.length > size ? idOf(last) : null };
}
