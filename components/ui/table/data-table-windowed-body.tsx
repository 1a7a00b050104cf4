"use client";

import { defaultRangeExtractor, useWindowVirtualizer } from "@tanstack/react-virtual";
import {
  Fragment,
  type ReactNode,
  type Ref,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from "react";
import { TABLE_ROLES } from "@/components/ui/table/table-roles";

/** In CSS pixels, until the first row is measured: a card is taller than a table row. */
const FIRST_GUESS = 40;
const FIRST_SCREEN = { width: 0, height: 1_000 };

type WindowedBodyProps = {
  count: number;
  columnCount: number;
  keyOf: (index: number) => string;
  /** The row at an index, as a <tr> with `data-index` and this ref. */
  renderRow: (index: number, ref: Ref<HTMLTableRowElement>) => ReactNode;
};

/**
 * The body of a long table: only the rows in and near the window are in the page, plus the one that has the focus, so
 * that scrolling never loses it. Empty rows of the right height fill the gaps.
 */
export function DataTableWindowedBody({ count, columnCount, keyOf, renderRow }: WindowedBodyProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  const [rowHeight, setRowHeight] = useState(FIRST_GUESS);
  const [focused, setFocused] = useState<number | null>(null);
  // A strict CSP forbids inline styles in the server's HTML: gaps get their heights by script only.
  const hydrated = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );

  const virtualizer = useWindowVirtualizer({
    count,
    estimateSize: () => rowHeight,
    initialRect: FIRST_SCREEN,
    // Hydration must match the server's HTML, even after scrolling. The real offset follows right after.
    initialOffset: 0,
    overscan: 10,
    scrollMargin: top,
    getItemKey: keyOf,
    rangeExtractor: (range) => {
      const near = defaultRangeExtractor(range);
      if (focused === null || focused >= count || near.includes(focused)) return near;
      return [...near, focused].sort((a, b) => a - b);
    },
  });

  useLayoutEffect(() => {
    if (body.current) setTop(body.current.getBoundingClientRect().top + window.scrollY);
  });

  // Rows become cards and back with the table's width: take the estimate from a real row.
  useEffect(() => {
    const { current: element } = body;
    if (!element) return;
    let width = 0;
    const observer = new ResizeObserver(([entry]) => {
      const row = element.querySelector("[data-index]:has(td)");
      if (!entry || !row || entry.contentRect.width === width) return;
      width = entry.contentRect.width;
      setRowHeight(Math.round(row.getBoundingClientRect().height));
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new estimate invalidates every cached measure.
  useEffect(() => virtualizer.measure(), [rowHeight, virtualizer]);

  const items = virtualizer.getVirtualItems();
  const gap = (key: string, height: number) =>
    hydrated &&
    height > 0 && (
      // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row without content can't be focused.
      <tr key={key} aria-hidden="true" className="carded:block">
        <td colSpan={columnCount} className="carded:block" style={{ height }} />
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
        const before = item.start - end;
        end = item.end;
        return (
          <Fragment key={item.key}>
            {gap("gap", before)}
            {renderRow(item.index, virtualizer.measureElement)}
          </Fragment>
        );
      })}
      {gap("end", top + virtualizer.getTotalSize() - end)}
    </tbody>
  );
}
