/** In CSS pixels: between a popover and its anchor, from the window's edge, and what a popover may need in height. */
const GAP = 4;
const EDGE = 8;
const ROOM = 320;

export type Place = { side: "top" | "bottom"; align: "start" | "center" | "end" };

/**
 * Puts a popover (which the browser shows above everything else) beside its anchor, on the other side where the wished
 * one has no room. Works before it is shown too; only "center" needs its width, and so has to be shown first.
 */
export function placePopover(popover: HTMLElement, anchor: Element, { side, align }: Place): void {
  const box = anchor.getBoundingClientRect();
  // The body's width: a scrollbar's gutter is no room, and the document's own width has it when it is empty.
  const { clientWidth: width } = document.body;
  const { clientHeight: height } = document.documentElement;
  const need = (popover.offsetHeight || ROOM) + GAP + EDGE;
  const above = box.top;
  const below = height - box.bottom;
  const onTop = side === "top" ? above >= need || above > below : below < need && above > below;

  popover.style.top = onTop ? "auto" : `${box.bottom + GAP}px`;
  popover.style.bottom = onTop ? `${height - box.top + GAP}px` : "auto";
  if (align === "end") {
    popover.style.left = "auto";
    popover.style.right = `${Math.max(EDGE, width - box.right)}px`;
    return;
  }
  const wish = align === "start" ? box.left : box.left + box.width / 2 - popover.offsetWidth / 2;
  popover.style.right = "auto";
  popover.style.left = `${Math.max(EDGE, Math.min(wish, width - popover.offsetWidth - EDGE))}px`;
}
