/** The look shared by tabs of one page and tabs that are links. On small screens the strip scrolls sideways. */
export const TAB_STRIP_CLASS = "flex gap-3 overflow-x-auto border-b border-line scrollbar-none";

export const TAB_CLASS =
  "shrink-0 border-b-2 border-transparent px-1 pt-1 pb-2 font-medium whitespace-nowrap text-text-muted transition-colors " +
  "hover:text-text focus-visible:-outline-offset-2 data-[state=active]:border-text data-[state=active]:text-text " +
  "aria-[current=page]:border-text aria-[current=page]:text-text";
