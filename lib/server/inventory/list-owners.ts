import "server-only";
import type { OwnerList } from "@/lib/contract/metadata";
import { membersNamed } from "@/lib/server/access/named-members";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { suggestTeams } from "@/lib/server/inventory/suggest";
import { db } from "@/lib/server/platform/database/db";

const MOST = 10;

/**
 * Who can own a client: members who have signed in, and whose name has this text, by name, at most ten. Then the names of
 * others, such as teams, who own clients that this member may see, at most eight. Addresses are for owners of Latchkey
 * alone, who find people by them.
 * @throws AppError forbidden
 */
export async function listOwners(
  principal: Principal,
  { search }: { search?: string | undefined },
): Promise<OwnerList> {
  await requireRight(principal, "clients.edit", { isOwn: true });
  const [members, teams] = await Promise.all([
    db().member.findMany({
      where: {
        removedAt: null,
        disabledAt: null,
        subject: { not: null },
        ...membersNamed(principal, search),
      },
      orderBy: [{ sortName: "asc" }, { id: "asc" }],
      take: MOST,
      select: { id: true, name: true },
    }),
    suggestTeams(principal, search),
  ]);
  return {
    owners: [
      ...members.map(({ id, name }) => ({ memberId: id, name })),
      ...teams.map(({ label }) => ({ memberId: null, name: label })),
    ],
  };
}
