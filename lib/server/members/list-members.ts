import "server-only";
import type { Member, MemberList, MemberListQuery } from "@/lib/contract/members";
import { ALL_CLUSTERS, grantedRole } from "@/lib/server/access/grants";
import { namePattern } from "@/lib/server/access/named-clusters";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { findClusterNames } from "@/lib/server/members/cluster-grants";
import {
  findMemberPage,
  type GrantRow,
  type MemberRow,
  stateOf,
  strongestFirst,
} from "@/lib/server/members/member-page";
import { db } from "@/lib/server/platform/database/db";

/** How many names of clusters a row shows for each role. The rest is a number, so that a page stays small. */
const SHOWN_NAMES = 3;

/** The clusters of one role from one source: `count` of them, and the IDs of the first ones. */
type Summary = { role: Member["access"][number]["role"]; group: string; target: string; count: number; ids: string[] };

/** A member's grants, with those for single clusters that give the same role put together. */
function summaries(grants: readonly GrantRow[]): Summary[] {
  const found = new Map<string, Summary>();
  for (const { target, group, role: granted } of grants) {
    const role = grantedRole({ target, role: granted });
    if (!role) continue;
    const isSingle = target !== ALL_CLUSTERS && namePattern(target) === null;
    const key = JSON.stringify([role, group, isSingle ? null : target]);
    const summary = found.get(key) ?? { role, group, target, count: 0, ids: [] };
    if (isSingle) summary.count++;
    if (isSingle && summary.ids.length < SHOWN_NAMES) summary.ids.push(target);
    found.set(key, summary);
  }
  return [...found.values()].toSorted(strongestFirst);
}

function shown({ target, count, ids }: Summary, names: ReadonlyMap<string, string>): Member["access"][number]["on"] {
  if (target === ALL_CLUSTERS) return "all";
  const pattern = namePattern(target);
  return pattern === null
    ? { count, names: [...names].flatMap(([id, name]) => (ids.includes(id) ? [name] : [])) }
    : { pattern };
}

/**
 * One page of the members, by name: people who have signed in, and invitations.
 * @throws AppError forbidden
 */
export async function listMembers(principal: Principal, query: MemberListQuery = {}): Promise<MemberList> {
  await requireRight(principal, "members.manage");
  const { rows, ...page } = await findMemberPage({}, query);
  const listed = rows.map((row): [MemberRow, Summary[]] => [row, summaries(row.grants)]);
  const names = await findClusterNames(
    db(),
    listed.flatMap(([, parts]) => parts.flatMap(({ ids }) => ids)),
  );
  return {
    members: listed.map(([row, parts]) => ({
      id: row.id,
      name: row.name,
      email: row.email,
      emailVerified: row.emailVerified,
      issuer: row.issuer,
      subject: row.subject,
      state: stateOf(row),
      role: parts[0]?.role ?? null,
      access: parts.map((part) => ({ role: part.role, group: part.group || null, on: shown(part, names) })),
      lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
      isYou: row.id === principal.memberId,
    })),
    ...page,
  };
}
