import "server-only";
import type { MemberGrants } from "@/lib/contract/members";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { givenBy } from "@/lib/server/members/cluster-grants";
import { db } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";

/**
 * What owners gave a member, with every cluster, to change it.
 * @throws AppError forbidden, member_not_found
 */
export async function getMember(principal: Principal, memberId: string): Promise<MemberGrants> {
  await requireRight(principal, "members.manage");
  const where = { id: memberId, removedAt: null };
  const member = await db().member.findFirst({ where, include: { grants: true } });
  if (!member) throw new AppError("member_not_found");
  return { grants: await givenBy(db(), member.grants) };
}
