import "server-only";
import { type CappedCount, COUNTED_UP_TO } from "@/lib/contract/capped-count";
import { FINDING_RULES } from "@/lib/contract/finding-rules";
import type { FindingCounts, FindingList, FindingListQuery } from "@/lib/contract/findings";
import { pageSize } from "@/lib/contract/lists";
import { may } from "@/lib/contract/rights";
import { findVisible, type Principal, rolesOn } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { splitList } from "@/lib/server/platform/comma-list";
import { db } from "@/lib/server/platform/database/db";
import { following, orderBy, pageOf, requireCursor, type SortKey } from "@/lib/server/platform/page";

/** Findings of clients that are not gone, open or dismissed. */
function findingsWhere(isDismissed: boolean, now = new Date()) {
  return {
    client: { goneAt: null },
    ...(isDismissed
      ? { dismissedUntil: { gt: now } }
      : { OR: [{ dismissedUntil: null }, { dismissedUntil: { lte: now } }] }),
  };
}

/** The open findings of the clusters that this member may know of. */
async function openFindings(principal: Principal) {
  return { AND: [findingsWhere(false), await findVisible(principal, "clusterId")] };
}

async function countUpTo(
  where: NonNullable<Parameters<ReturnType<typeof db>["finding"]["count"]>[0]>["where"],
): Promise<CappedCount> {
  const count = await db().finding.count({ where: where ?? {}, take: COUNTED_UP_TO + 1 });
  return { count: Math.min(count, COUNTED_UP_TO), isCapped: count > COUNTED_UP_TO };
}

/** How many findings are open on the clusters that this member may know of: one statement, two for a role by names. */
export async function countFindings(principal: Principal): Promise<CappedCount> {
  return countUpTo(await openFindings(principal));
}

/** How many findings each rule has, on one cluster or on all that this member may know of. @throws AppError forbidden, cluster_not_found */
export async function countByRule(
  principal: Principal,
  { cluster: clusterId }: { cluster?: string | undefined } = {},
): Promise<FindingCounts> {
  await requireRight(principal, "clients.read", clusterId === undefined ? {} : { clusterId });
  const place = clusterId === undefined ? await findVisible(principal, "clusterId") : { clusterId };
  const [dismissed, ...rules] = await Promise.all([
    countUpTo({ AND: [findingsWhere(true), place] }),
    ...FINDING_RULES.map(async (rule) => ({
      rule,
      open: await countUpTo({ AND: [findingsWhere(false), place, { rule }] }),
    })),
  ]);
  return { rules, dismissed };
}

const KEYS: readonly SortKey[] = [
  { column: "foundAt", direction: "asc" },
  { column: "clientRowId", direction: "asc" },
];

/** One page of a rule's findings, the oldest first. @throws AppError forbidden, cluster_not_found, invalid_input */
export async function listFindings(principal: Principal, query: FindingListQuery): Promise<FindingList> {
  const { rule, cluster: clusterId, dismissed, after } = query;
  await requireRight(principal, "clients.read", clusterId === undefined ? {} : { clusterId });
  const place = clusterId === undefined ? await findVisible(principal, "clusterId") : { clusterId };
  const size = pageSize(after);
  const last = after
    ? requireCursor(await db().finding.findFirst({ where: { AND: [{ clientRowId: after, rule }, place] } }))
    : null;
  const rows = await db().finding.findMany({
    where: { AND: [findingsWhere(dismissed === "1"), place, { rule }, last ? following(last, KEYS) : {}] },
    orderBy: orderBy(KEYS),
    take: size + 1,
    include: { client: true },
  });
  const page = pageOf(rows, size, ({ clientRowId }) => clientRowId);
  const roles = await rolesOn(
    principal.access,
    page.rows.map((row) => row.clusterId),
  );
  return {
    findings: page.rows.map(({ client, ...finding }) => ({
      clusterId: client.clusterId,
      clusterName: client.clusterName || client.clusterId,
      clientId: client.clientId,
      clientName: client.name,
      scopes: splitList(client.scopes),
      owner: client.ownerName,
      purpose: client.purpose,
      knownSince: client.knownSince?.toISOString() ?? null,
      reviewAt: client.reviewAt?.toISOString() ?? null,
      foundAt: finding.foundAt.toISOString(),
      dismissal:
        dismissed === "1" && finding.dismissedUntil
          ? {
              reason: finding.dismissedReason ?? "",
              until: finding.dismissedUntil.toISOString(),
              by: finding.dismissedByName ?? "",
            }
          : null,
      mayEdit: may(roles.get(client.clusterId) ?? null, "clients.edit", {
        isOwn: client.createdById === principal.memberId,
      }),
    })),
    nextAfter: page.nextAfter,
  };
}
