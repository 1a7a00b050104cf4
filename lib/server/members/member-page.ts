import "server-only";
import { pageSize } from "@/lib/contract/lists";
import type { MemberListQuery, MemberState } from "@/lib/contract/members";
import { ROLES, type Role } from "@/lib/contract/roles";
import { grantedRole } from "@/lib/server/access/grants";
import { db, type Tx } from "@/lib/server/platform/database/db";
import { following, orderBy, pageOf, requireCursor, type SortKey } from "@/lib/server/platform/page";
import { searchable } from "@/lib/server/platform/text";

export type GrantRow = NonNullable<Awaited<ReturnType<Tx["grant"]["findFirst"]>>>;
export type MemberRow = NonNullable<Awaited<ReturnType<Tx["member"]["findUnique"]>>> & { grants: GrantRow[] };
type MemberWhere = NonNullable<NonNullable<Parameters<Tx["member"]["count"]>[0]>["where"]>;

const KEYS: SortKey[] = [
  { column: "sortName", direction: "asc" },
  { column: "id", direction: "asc" },
];

/** Orders what has a role: the strongest first. */
export function strongestFirst(a: { role: Role }, b: { role: Role }): number {
  return ROLES.indexOf(b.role) - ROLES.indexOf(a.role);
}

/** Whether a member has signed in and may do something. */
export function stateOf({ disabledAt, subject, grants }: MemberRow): MemberState {
  if (disabledAt) return "disabled";
  if (subject === null) return "invited";
  return grants.some((grant) => grantedRole(grant)) ? "active" : "no_access";
}

/** One page of the members that match, by name, each with its grants for these targets (all if none are named). */
export async function findMemberPage(where: MemberWhere, { search, after }: MemberListQuery, targets?: string[]) {
  const size = pageSize(after);
  const words = searchable(search ?? "").split(/\s+/);
  const listed = { ...where, removedAt: null };
  const matching = {
    ...listed,
    AND: words.flatMap((word) => (word === "" ? [] : [{ searchText: { contains: word } }])),
  };
  const last = after ? requireCursor(await db().member.findFirst({ where: { AND: [{ id: after }, where] } })) : null;
  const [rows, total, found] = await Promise.all([
    db().member.findMany({
      where: { ...matching, ...(last && following(last, KEYS)) },
      // With targets not ordered by them: SQLite would read the grants for these targets of all members.
      include: { grants: targets ? { where: { target: { in: targets } } } : { orderBy: { target: "asc" } } },
      orderBy: orderBy(KEYS),
      take: size + 1,
    }),
    db().member.count({ where: listed }),
    matching.AND.length > 0 ? db().member.count({ where: matching }) : null,
  ]);
  return { ...pageOf(rows, size, ({ id }) => id), total, found: found ?? total };
}
