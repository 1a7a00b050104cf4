"use client";

import { useSearchParams } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import type { Sort } from "@/components/ui/table/data-table-column";
import { queryString } from "@/lib/browser/query-string";
import { readListView } from "@/lib/contract/list-view";
import type { ClusterGroup } from "@/lib/contract/sorts";

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

type Narrowed = { status?: string | undefined; group?: ClusterGroup | undefined };

/**
 * What a list is searched for and sorted by: its address, so that Back and a copied link show the same again. `search` is
 * what the field holds; the address, and `view`, which the server is asked for, follow when typing pauses.
 * @param columns the columns that the server can sort by; the first one is the order at first
 */
export function useListView<Column extends string>(columns: readonly [Column, ...Column[]]) {
  const params = useSearchParams();
  const view = readListView((name) => params.get(name), columns);
  const asked = view.search ?? "";
  const [search, setSearch] = useState(asked);
  const typing = useRef<ReturnType<typeof setTimeout>>(undefined);
  const written = useRef(asked);
  const sort: Sort = { column: view.sort ?? columns[0], direction: view.direction ?? "ascending" };

  const show = (text: string, { column, direction }: Sort, { status, group }: Narrowed = view) => {
    clearTimeout(typing.current);
    written.current = text.trim();
    const order = column === columns[0] && direction === "ascending" ? {} : { sort: column, direction };
    const query = queryString({ search: written.current, status, group, ...order });
    window.history.replaceState(null, "", query === "" ? window.location.pathname : `?${query}`);
  };
  // A link to this page, or Back: the address changed, and not by what was typed here.
  useEffect(() => {
    if (asked === written.current) return;
    clearTimeout(typing.current);
    written.current = asked;
    setSearch(asked);
  }, [asked]);
  useEffect(() => () => clearTimeout(typing.current), []);

  return {
    search,
    setSearch(text: string) {
      setSearch(text);
      clearTimeout(typing.current);
      typing.current = setTimeout(() => show(text, sort), PAUSE_MS);
    },
    /** Writes the address at once: later, it would undo what a press on a link began. */
    leaveSearch() {
      if (search.trim() !== written.current) show(search, sort);
    },
    clearStatus: () => show(search, sort, { group: view.group }),
    setGroup: (group: ClusterGroup | undefined) => show(search, sort, { status: view.status, group }),
    sort,
    setSort: (next: Sort) => show(search, next),
    view,
  };
}
