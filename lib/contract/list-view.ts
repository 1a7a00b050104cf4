import { CLUSTER_GROUPS, type ClusterGroup } from "@/lib/contract/sorts";

/** What a list is searched for and how it is sorted, as its address has it. Fields that are left out are as at first. */
export type ListView<Column extends string> = {
  search?: string;
  /** Of clusters: only those with this status. */
  status?: string;
  /** Of clusters: what they are grouped by. */
  group?: ClusterGroup;
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
  const isOfClusters = columns.some((name) => name === "status");
  const group = isOfClusters && CLUSTER_GROUPS.find((name) => name === read("group"));
  const column = columns.find((name) => name === read("sort")) ?? columns[0];
  const isDescending = read("direction") === "descending";
  return {
    ...(typeof search === "string" && search.trim() !== "" && { search: search.trim() }),
    ...(isOfClusters && typeof status === "string" && status !== "" && { status }),
    ...(group && { group }),
    ...((column !== columns[0] || isDescending) && {
      sort: column,
      direction: isDescending ? "descending" : "ascending",
    }),
  };
}
