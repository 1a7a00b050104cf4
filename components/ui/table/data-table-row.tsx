import type { Ref } from "react";
import { classNames } from "@/components/ui/class-names";
import type { Column } from "@/components/ui/table/data-table-column";
import { TABLE_ROLES } from "@/components/ui/table/table-roles";

type DataTableRowProps<Row> = {
  row: Row;
  columns: readonly Column<Row>[];
  /** Its position among all rows, from 0. */
  index: number;
  ref?: Ref<HTMLTableRowElement> | undefined;
};

/** One row: a card where the table is narrow. */
export function DataTableRow<Row>({ row, columns, index, ref }: DataTableRowProps<Row>) {
  return (
    <tr
      ref={ref}
      data-index={index}
      {...TABLE_ROLES.row}
      aria-rowindex={index + 2}
      className="group transition-colors hover:bg-sunken carded:grid carded:grid-cols-1 carded:gap-x-6 carded:border-b carded:border-line carded:px-3 carded:py-2 carded:last:border-b-0 carded:@2xl:grid-cols-2"
    >
      {columns.map((column) => {
        const Cell = column.rowHeader ? "th" : "td";
        return (
          <Cell
            key={column.id}
            {...(column.rowHeader ? TABLE_ROLES.rowHeader : TABLE_ROLES.cell)}
            className={classNames(
              "text-left font-normal wrap-anywhere tabular:h-row tabular:border-b tabular:border-line tabular:px-3 tabular:py-1",
              "tabular:group-last:border-b-0 carded:flex carded:flex-wrap carded:items-baseline carded:gap-x-3 carded:py-1",
              // A card starts with its name, whatever the order of the columns.
              column.rowHeader && "carded:order-first carded:col-span-full",
              column.secondary && "tight:hidden",
              column.className,
            )}
          >
            {!column.rowHeader && (
              <span
                className={classNames(
                  "text-sm text-text-faint tabular:hidden",
                  column.headerHidden ? "sr-only" : "w-28 shrink-0",
                )}
              >
                {column.header}
              </span>
            )}
            <span className="contents carded:block carded:min-w-0 carded:grow carded:basis-40">{column.cell(row)}</span>
          </Cell>
        );
      })}
    </tr>
  );
}
