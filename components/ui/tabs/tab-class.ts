/** The look shared by tabs of one page and tabs that are links. Many take several lines: none is ever out of sight. */
export const TAB_STRIP_CLASS = "flex flex-wrap gap-x-3 border-b border-line";

export const TAB_CLASS =
  "shrink-0 border-b-2 border-transparent px-1 pt-1 pb-2 font-medium whitespace-nowrap text-text-muted transition-colors " +
  "hover:text-text focus-visible:-outline-offset-2 data-[state=active]:border-text data-[state=active]:text-text " +
  "aria-[current=page]:border-text aria-[current=page]:text-text " +
  // Where a person's own colours replace ours, no border is transparent.
  "forced-colors:border-[Canvas] forced-colors:data-[state=active]:border-[Highlight] " +
  "forced-colors:aria-[current=page]:border-[Highlight]";
