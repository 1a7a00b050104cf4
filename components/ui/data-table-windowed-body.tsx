"use client";

import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import { Fragment, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import type { Column } from "@/components/ui/data-table-column";
import { DataTableRow } from "@/components/ui/data-table-row";
import { TABLE_ROLES } from "@/components/ui/table-roles";

/** Guesses in CSS pixels, until the first row has been measured (a card is taller than a table's row). */
const FIRST_GUESS = 40;
const FIRST_SCREEN = { width: 0, height: 1_000 };

type WindowedBodyProps<Row> = {
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  rowKey: (row: Row) => string;
};

/**
 * The body of a long table: only the rows near the window are in the page, plus the one that holds the focus, so that
 * scrolling never loses it. The gaps between them are empty rows of the right height.
 */
export function DataTableWindowedBody<Row>({ rows, columns, rowKey }: WindowedBodyProps<Row>) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  const [rowHeight, setRowHeight] = useState(FIRST_GUESS);
  const [focused, setFocused] = useState<number | null>(null);
  // Gaps need inline heights, which only a script may set under a strict CSP: none in the server's HTML.
  const hydrated = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );

  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => rowHeight,
    initialRect: FIRST_SCREEN,
    overscan: 10,
    scrollMargin: top,
    getItemKey: (index) => {
      const row = rows[index];
      return row === undefined ? index : rowKey(row);
    },
    rangeExtractor: (range) => {
      const near = defaultRangeExtractor(range);
      if (focused === null || focused >= rows.length || near.includes(focused)) return near;
      return [...near, focused].sort((a, b) => a - b);
    },
  });

  useLayoutEffect(() => {
    if (body.current) setTop(body.current.getBoundingClientRect().top + window.scrollY);
  });

  // Rows turn into cards and back with the table's width: guess anew from a real one.
  useEffect(() => {
    const { current: element } = body;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const row = element.querySelector("[data-index]");
      if (row) setRowHeight(Math.round(row.getBoundingClientRect().height));
    });
    observer.observe(element.ownerDocument.documentElement);
    return () => observer.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new guess makes every cached measure worthless.
  useEffect(() => virtualizer.measure(), [rowHeight, virtualizer]);

  const items = virtualizer.getVirtualItems();
  const gap = (key: string, height: number) =>
    hydrated &&
    height > 0 && (
      // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row without content takes no focus.
      <tr key={key} aria-hidden="true" className="carded:block">
        <td colSpan={columns.length} className="carded:block" style={{ height }} />
      </tr>
    );
  let end = top;
  return (
    <tbody
      ref={body}
      {...TABLE_ROLES.rowGroup}
      className="carded:block"
      onFocus={(event) => {
        const index = event.target.closest("[data-index]")?.getAttribute("data-index");
        setFocused(index == null ? null : Number(index));
      }}
      onBlur={() => setFocused(null)}
    >
      {items.map((item) => {
        const row = rows[item.index];
        const before = item.start - end;
        end = item.end;
        if (row === undefined) return null;
        return (
          <Fragment key={item.key}>
            {gap("gap", before)}
            <DataTableRow ref={virtualizer.measureElement} row={row} columns={columns} index={item.index} />
          </Fragment>
        );
      })}
      {gap("end", top + virtualizer.getTotalSize() - end)}
    </tbody>
  );
}
