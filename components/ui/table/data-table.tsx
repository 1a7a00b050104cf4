"use client";

import { lazy, type ReactNode, type Ref, Suspense } from "react";
import { classNames } from "@/components/ui/class-names";
import type { Column, Heading, Sort } from "@/components/ui/table/data-table-column";
import { DataTableHeader } from "@/components/ui/table/data-table-header";
import { DataTableHeading } from "@/components/ui/table/data-table-heading";
import { DataTableRow } from "@/components/ui/table/data-table-row";
import { walkRows } from "@/components/ui/table/row-links";
import { SortSelect } from "@/components/ui/table/sort-select";
import { TABLE_ROLES } from "@/components/ui/table/table-roles";

/** Above this many rows, only those near the window are in the page. */
const WINDOWED_ABOVE = 100;

// Short tables don't load its code.
const LongBody = lazy(async () => {
  const { DataTableWindowedBody } = await import("@/components/ui/table/data-table-windowed-body");
  return { default: DataTableWindowedBody };
});

type DataTableProps<Row> = {
  /** Names the table for screen readers. */
  label: string;
  /** In the order of `sort`: the owner sorts them. */
  rows: readonly (Row | Heading)[];
  /** How many rows there are, when `rows` are its first pages. */
  total?: number | undefined;
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  sort: Sort | null;
  /** Asks for another order. Without it, no header can be pressed. */
  onSort?: ((sort: Sort) => void) | undefined;
  /** For columns with much text: rows are cards below 960 px. */
  wide?: boolean | undefined;
  /** Cards have their values one after the other, without labels: for values that explain themselves. */
  lines?: boolean | undefined;
  /**
   * For more columns than fit, which all need a width: the table scrolls sideways, and its header no longer stays in
   * view.
   */
  scrolls?: boolean | undefined;
  /** Shown when there are no rows. */
  empty?: ReactNode;
};

/**
 * A table with headers that sort and stay in view. Its rows become cards where it has less than 640 px, and it stays
 * fast with ten thousand rows. It scrolls with the page: don't put it into a box that scrolls.
 */
export function DataTable<Row extends object>({
  label,
  rows,
  total = rows.length,
  columns,
  rowKey,
  sort,
  onSort,
  wide = false,
  lines = false,
  scrolls = false,
  empty,
}: DataTableProps<Row>) {
  if (rows.length === 0 && empty) return empty;
  const keyOf = (row: Row | Heading) => ("heading" in row ? row.key : rowKey(row));
  const rowAt = (row: Row | Heading, index: number, ref?: Ref<HTMLTableRowElement>) =>
    "heading" in row ? (
      <DataTableHeading key={row.key} of={row} columnCount={columns.length} index={index} ref={ref} />
    ) : (
      <DataTableRow key={rowKey(row)} row={row} columns={columns} index={index} lines={lines} ref={ref} />
    );
  const firstRows = (
    <tbody {...TABLE_ROLES.rowGroup} className="carded:block">
      {rows.slice(0, WINDOWED_ABOVE).map((row, index) => rowAt(row, index))}
    </tbody>
  );
  return (
    <div className={classNames("min-w-0", wide ? "@container/wide-table" : "@container/table")}>
      {onSort && <SortSelect columns={columns} sort={sort} onSort={onSort} />}
      <div className={classNames("rounded-lg border border-line", scrolls && "overflow-x-auto")}>
        <table
          {...TABLE_ROLES.table}
          aria-label={label}
          aria-rowcount={total + 1}
          onKeyDown={walkRows}
          className={classNames(
            "border-separate border-spacing-0 carded:block",
            scrolls ? "w-max min-w-full carded:w-full" : "w-full table-fixed",
          )}
        >
          <thead {...TABLE_ROLES.rowGroup} className="carded:hidden">
            <tr {...TABLE_ROLES.row} aria-rowindex={1}>
              {columns.map((column) => (
                <DataTableHeader key={column.id} column={column} sort={sort} onSort={onSort} />
              ))}
            </tr>
          </thead>
          {rows.length > WINDOWED_ABOVE ? (
            <Suspense fallback={firstRows}>
              <LongBody
                count={rows.length}
                columnCount={columns.length}
                keyOf={(index) => {
                  const row = rows[index];
                  return row === undefined ? String(index) : keyOf(row);
                }}
                renderRow={(index, ref) => {
                  const row = rows[index];
                  return row && rowAt(row, index, ref);
                }}
              />
            </Suspense>
          ) : (
            firstRows
          )}
        </table>
      </div>
    </div>
  );
}
