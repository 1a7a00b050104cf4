import type { KeyboardEvent, MouseEvent } from "react";

const linkOf = (row: Element | null | undefined) => row?.querySelector<HTMLAnchorElement>("th a") ?? null;

/** A click anywhere on a row follows the link that names it, unless it meets a control or ends a selection of text. */
export function followRow(event: MouseEvent<HTMLTableRowElement>): void {
  const { target, currentTarget, ctrlKey, metaKey, shiftKey } = event;
  const link = linkOf(currentTarget);
  const isControl = target instanceof Element && target.closest("a, button, input, label, select, summary") !== null;
  if (!link || isControl || document.getSelection()?.isCollapsed === false) return;
  const press = { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey };
  link.dispatchEvent(new globalThis.MouseEvent("click", press));
}

/** The arrow keys walk from the link that names a row to that of the next, over rows that have none. */
export function walkRows(event: KeyboardEvent<HTMLTableElement>): void {
  const step =
    event.key === "ArrowDown" ? "nextElementSibling" : event.key === "ArrowUp" ? "previousElementSibling" : null;
  let row: Element | null = event.target instanceof HTMLAnchorElement ? event.target.closest("tr") : null;
  if (step === null || row === null || linkOf(row) !== event.target) return;
  event.preventDefault();
  do row = row[step];
  while (row && !linkOf(row));
  linkOf(row)?.focus();
}
