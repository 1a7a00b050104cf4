"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { lazy, type ReactNode, Suspense, useMemo, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { Select } from "@/components/ui/field/select";
import { type Column, type Sort, sortRows } from "@/components/ui/table/data-table-column";
import { DataTableRow } from "@/components/ui/table/data-table-row";
import { TABLE_ROLES } from "@/components/ui/table/table-roles";

/** Above this many rows only those near the window are in the page. */
const WINDOWED_ABOVE = 100;

// Short tables don't pay for its code.
const LongBody = lazy(async () => {
  const { DataTableWindowedBody } = await import("@/components/ui/table/data-table-windowed-body");
  return { default: DataTableWindowedBody };
});

type DataTableProps<Row> = {
  /** Names the table for screen readers. */
  label: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
  /** The order at first; without it, the order of `rows`. */
  defaultSort?: Sort | undefined;
  /** Its rows say much: they stay cards until it has 960 px. */
  wide?: boolean | undefined;
  /** Shown instead of rows when there are none. */
  empty?: ReactNode;
};

/**
 * A table that sorts by its headers, keeps them in view, turns its rows into cards where it has less than 640 px, and
 * stays quick over ten thousand rows. It scrolls with the page, so it must not stand in a box that scrolls.
 */
export function DataTable<Row>({
  label,
  rows,
  columns,
  rowKey,
  defaultSort,
  wide = false,
  empty,
}: DataTableProps<Row>) {
  const [sort, setSort] = useState<Sort | null>(defaultSort ?? null);
  const sorted = useMemo(() => sortRows(rows, columns, sort), [rows, columns, sort]);

  if (rows.length === 0 && empty) return empty;
  const firstRows = (
    <tbody {...TABLE_ROLES.rowGroup} className="carded:block">
      {sorted.slice(0, WINDOWED_ABOVE).map((row, index) => (
        <DataTableRow key={rowKey(row)} row={row} columns={columns} index={index} />
      ))}
    </tbody>
  );
  return (
    <div className={classNames("min-w-0", wide ? "@container/wide-table" : "@container/table")}>
      <SortSelect columns={columns} sort={sort} onSort={setSort} />
      <div className="rounded-lg border border-line">
        <table
          {...TABLE_ROLES.table}
          aria-label={label}
          aria-rowcount={rows.length + 1}
          className="w-full table-fixed border-separate border-spacing-0 carded:block"
        >
          <thead {...TABLE_ROLES.rowGroup} className="carded:hidden">
            <tr {...TABLE_ROLES.row} aria-rowindex={1}>
              {columns.map((column) => (
                <HeaderCell key={column.id} column={column} sort={sort} onSort={setSort} />
              ))}
            </tr>
          </thead>
          {sorted.length > WINDOWED_ABOVE ? (
            <Suspense fallback={firstRows}>
              <LongBody
                count={sorted.length}
                columnCount={columns.length}
                keyOf={(index) => {
                  const row = sorted[index];
                  return row === undefined ? String(index) : rowKey(row);
                }}
                renderRow={(index, ref) => {
                  const row = sorted[index];
                  return row !== undefined && <DataTableRow ref={ref} row={row} columns={columns} index={index} />;
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

type SortProps = { sort: Sort | null; onSort: (sort: Sort) => void };

function HeaderCell<Row>({ column, sort, onSort }: SortProps & { column: Column<Row> }) {
  const direction = sort?.column === column.id ? sort.direction : null;
  const Arrow = direction === "ascending" ? ArrowUp : direction === "descending" ? ArrowDown : ChevronsUpDown;
  return (
    <th
      {...TABLE_ROLES.columnHeader}
      aria-sort={column.sort && (direction ?? "none")}
      className={classNames(
        "sticky top-sticky z-sticky h-8 border-b border-line bg-sunken px-3 text-left text-sm font-medium whitespace-nowrap text-text-muted",
        "first:rounded-tl-lg last:rounded-tr-lg",
        column.width,
        column.secondary && "tight:hidden",
      )}
    >
      {column.sort ? (
        <button
          type="button"
          onClick={() =>
            onSort({ column: column.id, direction: direction === "ascending" ? "descending" : "ascending" })
          }
          className={classNames(
            "group -mx-1 inline-flex items-center gap-1 rounded-sm px-1 hover:text-text",
            direction && "text-text",
          )}
        >
          {column.header}
          <Arrow
            className={classNames(
              "size-3.5",
              !direction && "opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100",
            )}
          />
        </button>
      ) : (
        <span className={column.headerHidden ? "sr-only" : undefined}>{column.header}</span>
      )}
    </th>
  );
}

/** The headers' sorting, for cards, which have no headers. */
function SortSelect<Row>({ columns, sort, onSort }: SortProps & { columns: readonly Column<Row>[] }) {
  const sortable = columns.filter((column) => column.sort);
  if (sortable.length === 0) return null;
  const options = sortable.flatMap(({ id, header }) => [
    { value: `ascending ${id}`, label: `${header}, ascending` },
    { value: `descending ${id}`, label: `${header}, descending` },
  ]);
  return (
    <div className="mb-3 tabular:hidden">
      <Select
        inline
        label="Sort by"
        value={sort ? `${sort.direction} ${sort.column}` : ""}
        onChange={({ target: { value } }) => {
          const space = value.indexOf(" ");
          onSort({
            column: value.slice(space + 1),
            direction: value.startsWith("ascending") ? "ascending" : "descending",
          });
        }}
        options={sort ? options : [{ value: "", label: "As listed" }, ...options]}
      />
    </div>
  );
}
