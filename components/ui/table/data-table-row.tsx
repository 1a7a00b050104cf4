import type { Ref } from "react";
import { classNames } from "@/components/ui/class-names";
import type { Column } from "@/components/ui/table/data-table-column";
import { followRow } from "@/components/ui/table/row-links";
import { TABLE_ROLES } from "@/components/ui/table/table-roles";

type DataTableRowProps<Row> = {
  row: Row;
  columns: readonly Column<Row>[];
  /** Its position among all rows, from 0. */
  index: number;
  lines: boolean;
  ref?: Ref<HTMLTableRowElement> | undefined;
};

/** One row: a card where the table is narrow. */
export function DataTableRow<Row>({ row, columns, index, lines, ref }: DataTableRowProps<Row>) {
  return (
    // The link that names the row does the same for the keyboard.
    <tr
      ref={ref}
      data-index={index}
      {...TABLE_ROLES.row}
      aria-rowindex={index + 2}
      onClick={followRow}
      className={classNames("group", lines ? "table-row-lines" : "table-row-card")}
    >
      {columns.map((column) => {
        const Cell = column.rowHeader ? "th" : "td";
        return (
          <Cell
            key={column.id}
            {...(column.rowHeader ? TABLE_ROLES.rowHeader : TABLE_ROLES.cell)}
            className={classNames(
              "table-cell-field",
              // A card starts with its name, whatever the order of the columns.
              column.rowHeader && "carded:order-first carded:col-span-full",
              column.secondary && (lines ? "tight:hidden carded:hidden" : "tight:hidden"),
              column.className,
            )}
          >
            {!column.rowHeader && (
              <span
                className={classNames(
                  "text-sm text-text-faint tabular:hidden",
                  column.headerHidden || lines ? "sr-only" : "w-28 shrink-0",
                )}
              >
                {column.header}
              </span>
            )}
            <span className="table-cell-value">{column.cell(row)}</span>
          </Cell>
        );
      })}
    </tr>
  );
}
