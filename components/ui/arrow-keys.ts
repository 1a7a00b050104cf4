/**
 * The item that an arrow key, Home or End leads to from the one that has the focus, around both ends. Undefined for any
 * other key.
 * @param arrows the keys to the previous and to the next item
 */
export function itemOfKey<Item extends Element>(
  key: string,
  items: readonly Item[],
  arrows: readonly [previous: string, next: string],
): Item | undefined {
  const current = items.findIndex((item) => item.matches(":focus"));
  if (key === arrows[0]) return items.at(current <= 0 ? -1 : current - 1);
  if (key === arrows[1]) return items[(current + 1) % items.length];
  if (key === "Home") return items[0];
  if (key === "End") return items.at(-1);
  return undefined;
}
