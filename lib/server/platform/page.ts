import "server-only";

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

/**
 * One page of rows that were read with `take: size + 1`: one more tells that there is another page.
 * @returns also what the next page begins after, null on the last page
 */
export function pageOf<Row, Id>(read: readonly Row[], size: number, idOf: (row: Row) => Id) {
  const rows = read.slice(0, size);
  const last = rows.at(-1);
  return { rows, nextAfter: last && read.length > size ? idOf(last) : null };
}
