"use client";

import { useEffect, useState } from "react";
import type { Sort } from "@/components/ui/table/data-table-column";

/** How long typing must pause before the server searches, in milliseconds. */
const PAUSE_MS = 250;

/** The value as it was when it last stayed the same for a moment. */
export function useSettled<T>(value: T): T {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

/**
 * What a list is searched for and sorted by. `view` is what the server is asked for: empty at first, as the page was
 * rendered, and then a little behind the typing.
 * @param columns the columns that the server can sort by; the first one is the order at first
 */
export function useListView<Column extends string>(columns: readonly [Column, ...Column[]]) {
  const [first] = columns;
  const [search, setSearch] = useState("");
  const [sort, setSort] = useState<Sort>({ column: first, direction: "ascending" });
  const settled = useSettled(search.trim());
  const column = columns.find((name) => name === sort.column) ?? first;
  const isFirst = column === first && sort.direction === "ascending";
  const view = {
    ...(settled !== "" && { search: settled }),
    ...(!isFirst && { sort: column, direction: sort.direction }),
  };
  return { search, setSearch, sort, setSort, view };
}
