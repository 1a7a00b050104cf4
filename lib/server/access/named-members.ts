import "server-only";
import { may } from "@/lib/contract/rights";
import type { Principal } from "@/lib/server/access/principal";
import { searchable, sortableName } from "@/lib/server/platform/text";

/**
 * The condition that a member's name has these words. For those who manage members their address counts, too: to anybody
 * else it would be told letter by letter.
 */
export function membersNamed({ role }: Pick<Principal, "role">, search: string | undefined) {
  const words = searchable(search ?? "")
    .split(/\s+/)
    .filter(Boolean);
  if (may(role, "members.manage")) return { AND: words.map((word) => ({ searchText: { contains: word } })) };
  // Who has no name is listed by their address.
  return { AND: words.map((word) => ({ name: { not: "" }, sortName: { contains: sortableName(word) } })) };
}
