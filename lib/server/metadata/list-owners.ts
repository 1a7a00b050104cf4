import "server-only";
import type { OwnerList } from "@/lib/contract/metadata";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { db } from "@/lib/server/platform/database/db";
import { searchable } from "@/lib/server/platform/text";

const MOST = 10;

/**
 * Members who have signed in, and whose name or address has this text, by name: at most ten. Addresses are for owners of
 * Latchkey alone.
 * @throws AppError forbidden
 */
export async function listOwners(
  principal: Principal,
  { search = "" }: { search?: string | undefined },
): Promise<OwnerList> {
  await requireRight(principal, "clients.edit", { isOwn: true });
  const words = searchable(search).split(/\s+/).filter(Boolean);
  const members = await db().member.findMany({
    where: {
      removedAt: null,
      disabledAt: null,
      subject: { not: null },
      AND: words.map((word) => ({ searchText: { contains: word } })),
    },
    orderBy: [{ sortName: "asc" }, { id: "asc" }],
    take: MOST,
    select: { id: true, name: true },
  });
  return { owners: members.map(({ id, name }) => ({ memberId: id, name })) };
}
