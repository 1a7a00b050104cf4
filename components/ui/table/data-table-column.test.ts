import { describe, expect, test } from "vitest";
import { type Column, sortRows } from "@/components/ui/table/data-table-column";

type Row = { name: string; count: number | null };
const columns: Column<Row>[] = [
  { id: "name", header: "Name", cell: (row) => row.name, sort: (row) => row.name },
  { id: "count", header: "Count", cell: (row) => row.count, sort: (row) => row.count },
  { id: "plain", header: "Plain", cell: () => null },
];
const rows: Row[] = [
  { name: "worker-10", count: 3 },
  { name: "Worker-2", count: null },
  { name: "billing", count: 12 },
];
const names = (sorted: readonly Row[]) => sorted.map(({ name }) => name);

describe("sorting a table", () => {
  test("takes numbers inside names as numbers, and letters without case", () => {
    expect(names(sortRows(rows, columns, { column: "name", direction: "ascending" }))).toEqual([
      "billing",
      "Worker-2",
      "worker-10",
    ]);
  });

  test("puts unknown values last in both directions", () => {
    expect(names(sortRows(rows, columns, { column: "count", direction: "ascending" }))).toEqual([
      "worker-10",
      "billing",
      "Worker-2",
    ]);
    expect(names(sortRows(rows, columns, { column: "count", direction: "descending" }))).toEqual([
      "billing",
      "worker-10",
      "Worker-2",
    ]);
  });

  test("leaves the order alone without a sort, or by a column that has none", () => {
    expect(sortRows(rows, columns, null)).toBe(rows);
    expect(sortRows(rows, columns, { column: "plain", direction: "ascending" })).toBe(rows);
  });

  test("does not change the rows it was given", () => {
    const before = [...rows];
    sortRows(rows, columns, { column: "name", direction: "descending" });
    expect(rows).toEqual(before);
  });
});
