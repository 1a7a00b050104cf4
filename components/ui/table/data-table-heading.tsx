import type { Ref } from "react";
import type { Heading } from "@/components/ui/table/data-table-column";
import { TABLE_ROLES } from "@/components/ui/table/table-roles";

type DataTableHeadingProps = {
  of: Heading;
  columnCount: number;
  /** Its position among all rows, from 0. */
  index: number;
  ref?: Ref<HTMLTableRowElement> | undefined;
};

/** A row that heads those below it. Screen readers find it among the headings of the page. */
export function DataTableHeading({ of: { heading, note, level = 2 }, columnCount, index, ref }: DataTableHeadingProps) {
  return (
    <tr ref={ref} data-index={index} {...TABLE_ROLES.row} aria-rowindex={index + 2} className="carded:block">
      <th
        {...TABLE_ROLES.rowHeader}
        colSpan={columnCount}
        className="h-row border-b border-line bg-sunken px-3 text-left text-sm font-medium carded:flex carded:items-center"
      >
        {/* biome-ignore lint/a11y/useSemanticElements: HTML allows no heading element in the header of a row. */}
        <span role="heading" aria-level={level}>
          {heading}
        </span>
        {note && <span className="ml-2 font-normal text-text-muted">{note}</span>}
      </th>
    </tr>
  );
}
