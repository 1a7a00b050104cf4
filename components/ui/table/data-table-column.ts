import type { ReactNode } from "react";

export type Column<Row> = {
  id: string;
  /** The column's name: in the header, and beside the value on a card. */
  header: string;
  cell: (row: Row) => ReactNode;
  /** Whether the owner of the rows can sort by this column. */
  sortable?: boolean | undefined;
  /** A width class such as "w-40". Columns without one share the rest. */
  width?: string | undefined;
  className?: string | undefined;
  /** Left out of a table narrower than 896 px. Cards show it. */
  secondary?: boolean | undefined;
  /** The cell that names its row: the row's header, and the title of its card. */
  rowHeader?: boolean | undefined;
  /** On a card, in the corner beside the row's name: for a checkbox. */
  corner?: boolean | undefined;
  /** Header and card label are for screen readers only, as for a column of buttons. */
  headerHidden?: boolean | undefined;
};

/** A row over all columns that heads those below it, with a note such as how many they are. Of level 2 if not told. */
export type Heading = { key: string; heading: string; note?: ReactNode; level?: 2 | 3 | undefined };

/** The order of a table's rows: by the column with this id. */
export type Sort = { column: string; direction: "ascending" | "descending" };
