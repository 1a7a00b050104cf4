/** The look of tabs that are links. The strip wraps, so that no tab is ever out of sight. */
export const TAB_STRIP_CLASS = "flex flex-wrap gap-x-3 border-b border-line";

export const TAB_CLASS =
  "shrink-0 border-b-2 border-transparent px-1 pt-1 pb-2 font-medium whitespace-nowrap text-text-muted transition-colors " +
  "hover:text-text focus-visible:-outline-offset-2 aria-selected:border-text aria-selected:text-text " +
  "aria-[current=page]:border-text aria-[current=page]:text-text " +
  // With forced colors, transparent borders become visible.
  "forced-colors:border-[Canvas] forced-colors:aria-selected:border-[Highlight] " +
  "forced-colors:aria-[current=page]:border-[Highlight]";
