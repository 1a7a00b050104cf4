"use client";

import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import { classNames } from "@/components/ui/class-names";
import type { Column, Sort } from "@/components/ui/table/data-table-column";
import { TABLE_ROLES } from "@/components/ui/table/table-roles";

const ARROWS = { ascending: ArrowUp, descending: ArrowDown, none: ChevronsUpDown };

type DataTableHeaderProps<Row> = {
  column: Column<Row>;
  sort: Sort | null;
  onSort: ((sort: Sort) => void) | undefined;
};

/** One column's header: a button that sorts by it, where the column can be sorted. */
export function DataTableHeader<Row>({ column, sort, onSort }: DataTableHeaderProps<Row>) {
  const direction = sort?.column === column.id ? sort.direction : "none";
  const Arrow = ARROWS[direction];
  const sortBy = column.sortable ? onSort : undefined;
  return (
    <th
      {...TABLE_ROLES.columnHeader}
      aria-sort={sortBy && direction}
      className={classNames(
        "table-head first:rounded-tl-lg last:rounded-tr-lg",
        column.width,
        column.secondary && "tight:hidden",
      )}
    >
      {sortBy ? (
        <button
          type="button"
          onClick={() =>
            sortBy({ column: column.id, direction: direction === "ascending" ? "descending" : "ascending" })
          }
          className={classNames(
            "group -mx-1 inline-flex items-center gap-1 rounded-sm px-1 hover:text-text",
            direction !== "none" && "text-text",
          )}
        >
          {column.header}
          <Arrow
            className={classNames(
              "size-3.5",
              direction === "none" && "opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100",
            )}
          />
        </button>
      ) : (
        <span className={column.headerHidden ? "sr-only" : undefined}>{column.header}</span>
      )}
    </th>
  );
}
