function rankOf(name: string, word: string): number {
  if (name.startsWith(word)) return 3;
  for (let at = name.indexOf(word); at > 0; at = name.indexOf(word, at + 1))
    if (!/[\p{L}\p{N}]/u.test(name[at - 1] ?? "")) return 2;
  return name.includes(word) ? 1 : 0;
}

/**
 * How well a name matches the words that were typed, by the one that matches worst: 3 where the name begins with it, 2
 * where one of its words does, 1 where it stands inside, and 0 where it is not in the name.
 */
export function nameRank(name: string, typed: string): number {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return Math.min(3, ...words.map((word) => rankOf(name.toLowerCase(), word)));
}
