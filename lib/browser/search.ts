/** Whether every word of a search stands in one of the texts, whatever the case. An empty search finds all. */
export function matches(search: string, texts: readonly (string | null)[]): boolean {
  const all = texts.join("\n").toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
