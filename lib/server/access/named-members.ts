import "server-only";
import { may } from "@/lib/contract/rights";
import type { Principal } from "@/lib/server/access/principal";
import { searchable, sortableName } from "@/lib/server/platform/text";

/**
 * The condition that a member's name contains these words. Those who manage members find people by address too; anyone
 * else could guess an address letter by letter that way.
 */
export function membersNamed({ role }: Pick<Principal, "role">, search: string | undefined) {
  const words = searchable(search ?? "")
    .split(/\s+/)
    .filter(Boolean);
  if (may(role, "members.manage")) return { AND: words.map((word) => ({ searchText: { contains: word } })) };
  // Members without a name are listed by their address.
  return { AND: words.map((word) => ({ name: { not: "" }, sortName: { contains: sortableName(word) } })) };
}
