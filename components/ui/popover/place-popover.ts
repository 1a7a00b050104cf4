/** In CSS pixels: between popover and anchor, to the window's edge, and the assumed height of a hidden popover. */
const GAP = 4;
const EDGE = 8;
const ROOM = 320;

export type Place = { side: "top" | "bottom"; align: "start" | "center" | "end" };

/**
 * Places a popover beside its anchor, on the opposite side when the given one has no room. It may still be hidden,
 * unless it is centred: that needs its width.
 */
export function placePopover(popover: HTMLElement, anchor: Element, { side, align }: Place): void {
  const rect = anchor.getBoundingClientRect();
  // The body's width, because the document's own includes the scrollbar's gutter.
  const { clientWidth: width } = document.body;
  const { clientHeight: height } = document.documentElement;
  const need = (popover.offsetHeight || ROOM) + GAP + EDGE;
  const above = rect.top;
  const below = height - rect.bottom;
  const onTop = side === "top" ? above >= need || above > below : below < need && above > below;

  popover.style.top = onTop ? "auto" : `${rect.bottom + GAP}px`;
  popover.style.bottom = onTop ? `${height - rect.top + GAP}px` : "auto";
  if (align === "end") {
    popover.style.left = "auto";
    popover.style.right = `${Math.max(EDGE, width - rect.right)}px`;
    return;
  }
  const left = align === "start" ? rect.left : rect.left + rect.width / 2 - popover.offsetWidth / 2;
  popover.style.right = "auto";
  popover.style.left = `${Math.max(EDGE, Math.min(left, width - popover.offsetWidth - EDGE))}px`;
}
