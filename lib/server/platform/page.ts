import "server-only";
import { PAGE_SIZE } from "@/lib/contract/lists";

/** A column that rows are sorted by. Where it can be null, rows without a value come last in either direction. */
export type SortKey = { column: string; direction: "asc" | "desc"; isNullable?: boolean };

/** Prisma's `orderBy` for these columns, the most important first. The last one has to be unique. */
export function orderBy(keys: readonly SortKey[]) {
  return keys.map(({ column, direction, isNullable }) => ({
    [column]: isNullable ? { sort: direction, nulls: "last" as const } : direction,
  }));
}

/**
 * Prisma's `where` for the rows that follow this one in the order of `keys`. Prisma's own cursor repeats rows when a column
 * is null, and needs its row to be still in the list.
 */
export function following(row: Record<string, unknown>, keys: readonly SortKey[]) {
  return {
    OR: keys.flatMap(({ column, direction, isNullable }, position) => {
      const value = row[column];
      if (value === null) return [];
      const same = keys.slice(0, position).map((key) => ({ [key.column]: row[key.column] }));
      const further = { [column]: { [direction === "asc" ? "gt" : "lt"]: value } };
      return [{ AND: [...same, isNullable ? { OR: [further, { [column]: null }] } : further] }];
    }),
  };
}

/** How many rows to read for one page: the last one only tells that there are more. */
export const ROWS_TO_READ = PAGE_SIZE + 1;

/** One page of the rows that were read. @returns also the id that the next page begins after, null on the last page */
export function pageOf<Row>(read: readonly Row[], idOf: (row: Row) => string) {
  const rows = read.slice(0, PAGE_SIZE);
  const last = rows.at(-1);
  return { rows, nextAfter: last && read.length > PAGE_SIZE ? idOf(last) : null };
}
