/**
 * The roles that table elements have by nature, spelled out: a browser takes them away where CSS displays the element
 * as anything but a table's part, as our cards do.
 */
export const TABLE_ROLES = {
  table: { role: "table" },
  rowGroup: { role: "rowgroup" },
  row: { role: "row" },
  columnHeader: { role: "columnheader", scope: "col" },
  rowHeader: { role: "rowheader", scope: "row" },
  cell: { role: "cell" },
} as const;
