/** What a list is searched for and how it is sorted, as its address has it. Fields that are left out are as at first. */
export type ListView<Column extends string> = {
  search?: string;
  /** Of clusters: only those with this status. */
  status?: string;
  sort?: Column;
  direction?: "ascending" | "descending";
};

/**
 * Reads a list's view from the query of its page. What is no view of this list is ignored.
 * @param read the value of a query field
 * @param columns the columns that the list can be sorted by; the first one is the order at first
 */
export function readListView<Column extends string>(
  read: (name: string) => unknown,
  columns: readonly [Column, ...Column[]],
): ListView<Column> {
  const [search, status] = [read("search"), read("status")];
  const column = columns.find((name) => name === read("sort")) ?? columns[0];
  const isDescending = read("direction") === "descending";
  return {
    ...(typeof search === "string" && search.trim() !== "" && { search: search.trim() }),
    ...(columns.some((name) => name === "status") && typeof status === "string" && status !== "" && { status }),
    ...((column !== columns[0] || isDescending) && {
      sort: column,
      direction: isDescending ? "descending" : "ascending",
    }),
  };
}
