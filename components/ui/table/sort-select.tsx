"use client";

import { Select } from "@/components/ui/field/select";
import type { Column, Sort } from "@/components/ui/table/data-table-column";

const DIRECTIONS = ["ascending", "descending"] as const;

type SortSelectProps<Row> = { columns: readonly Column<Row>[]; sort: Sort | null; onSort: (sort: Sort) => void };

/** Sorts a table whose rows are cards: those have no headers to press. */
export function SortSelect<Row>({ columns, sort, onSort }: SortSelectProps<Row>) {
  const sorts = columns.flatMap(({ id, header, sortable }) =>
    sortable
      ? DIRECTIONS.map((direction) => ({
          value: `${direction} ${id}`,
          label: `${header}, ${direction}`,
          sort: { column: id, direction },
        }))
      : [],
  );
  return (
    <div className="mb-3 tabular:hidden">
      <Select
        inline
        label="Sort by"
        value={sort ? `${sort.direction} ${sort.column}` : ""}
        onChange={({ target }) => {
          const chosen = sorts.find(({ value }) => value === target.value);
          if (chosen) onSort(chosen.sort);
        }}
        options={sort ? sorts : [{ value: "", label: "As listed" }, ...sorts]}
      />
    </div>
  );
}
