import type { ReactNode } from "react";

export type Column<Row> = {
  id: string;
  /** The column's name: in the header, and beside the value on a card. */
  header: string;
  cell: (row: Row) => ReactNode;
  /** What the column is sorted by; without it, it isn't sortable. Null goes last in both directions. */
  sort?: ((row: Row) => string | number | null) | undefined;
  /** A width class such as "w-40". Columns without one share the rest. */
  width?: string | undefined;
  className?: string | undefined;
  /** Left out of a table with less than 896 px, so that the other columns can be read; cards show it. */
  secondary?: boolean | undefined;
  /** The cell that names its row: the head of the row, and the title of its card. */
  rowHeader?: boolean | undefined;
  /** Header and card label are for screen readers only, as for a column of buttons. */
  headerHidden?: boolean | undefined;
};

export type Sort = { column: string; direction: "ascending" | "descending" };

/** Numbers inside names count as numbers: worker-2 before worker-10. Fixed locale: server and browser agree. */
const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** The rows in the order of `sort`; equal ones keep the order they came in. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
): readonly Row[] {
  const keyOf = columns.find(({ id }) => id === sort?.column)?.sort;
  if (!sort || !keyOf) return rows;
  const sign = sort.direction === "ascending" ? 1 : -1;
  return rows
    .map((row) => ({ row, key: keyOf(row) }))
    .sort((a, b) => {
      if (a.key === null || b.key === null) return Number(a.key === null) - Number(b.key === null);
      const order =
        typeof a.key === "number" && typeof b.key === "number"
          ? a.key - b.key
          : collator.compare(String(a.key), String(b.key));
      return sign * order;
    })
    .map(({ row }) => row);
}
