/** Stands in a cell that has nothing to show. A card needs nothing in its place. */
export function NoValue() {
  return <span className="text-text-faint carded:hidden">–</span>;
}
