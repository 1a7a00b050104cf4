import "server-only";
import { type CappedCount, COUNTED_UP_TO, cappedCount } from "@/lib/contract/capped-count";
import { FINDING_RULES } from "@/lib/contract/finding-rules";
import type { FindingCounts, FindingList, FindingListQuery } from "@/lib/contract/findings";
import { pageSize } from "@/lib/contract/lists";
import { findVisible, type Principal, rolesOn } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { mayEdit } from "@/lib/server/clients/client-state";
import { openFindings } from "@/lib/server/clusters/open-findings";
import { splitList } from "@/lib/server/platform/comma-list";
import { db } from "@/lib/server/platform/database/db";
import { following, orderBy, pageOf, requireCursor, type SortKey } from "@/lib/server/platform/page";

/** What is dismissed: findings of clients that are not gone, until their day. */
function dismissedFindings(now = new Date()) {
  return { client: { goneAt: null }, dismissedUntil: { gt: now } };
}

/** The order of an index. Without one, Prisma sorts what it limits by the primary key, and reads everything for that. */
const BY_RULE = [{ rule: "asc" as const }, { foundAt: "asc" as const }, { clientRowId: "asc" as const }];

async function countUpTo(
  where: NonNullable<Parameters<ReturnType<typeof db>["finding"]["count"]>[0]>["where"],
): Promise<CappedCount> {
  return cappedCount(await db().finding.count({ where: where ?? {}, orderBy: BY_RULE, take: COUNTED_UP_TO + 1 }));
}

/**
 * How many findings are open on the clusters that this member may know of, or on one of them: one statement, two for a
 * role by names.
 */
export async function countFindings(principal: Principal, clusterId?: string): Promise<CappedCount> {
  const place = clusterId === undefined ? {} : { clusterId };
  return countUpTo({ AND: [openFindings(), place, await findVisible(principal, "clusterId")] });
}

/** How many findings each rule has, on one cluster or on all that this member may know of. @throws AppError forbidden, cluster_not_found */
export async function countByRule(
  principal: Principal,
  { cluster: clusterId }: { cluster?: string | undefined } = {},
): Promise<FindingCounts> {
  await requireRight(principal, "clients.read", clusterId === undefined ? {} : { clusterId });
  const place = clusterId === undefined ? await findVisible(principal, "clusterId") : { clusterId };
  const [cluster, dismissed, ...rules] = await Promise.all([
    clusterId === undefined ? null : db().cluster.findUnique({ where: { id: clusterId }, select: { name: true } }),
    db().finding.groupBy({ by: ["rule"], where: { AND: [dismissedFindings(), place] }, _count: true }),
    ...FINDING_RULES.map((rule) => countUpTo({ AND: [openFindings(), place, { rule }] })),
  ]);
  const dismissedOf = new Map(dismissed.map(({ rule, _count }) => [rule, _count]));
  return {
    clusterName: cluster?.name ?? null,
    // If one stopped counting, so does the sum.
    open: cappedCount(rules.reduce((sum, { count, isCapped }) => sum + count + Number(isCapped), 0)),
    rules: FINDING_RULES.map((rule, at) => ({
      rule,
      open: rules[at] ?? cappedCount(0),
      dismissed: cappedCount(dismissedOf.get(rule) ?? 0),
    })),
  };
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
    where: {
      AND: [
        dismissed === "1" ? dismissedFindings() : openFindings(),
        place,
        { rule },
        last ? following(last, KEYS) : {},
      ],
    },
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
      mayEdit: mayEdit({ ...principal, role: roles.get(client.clusterId) ?? null }, client),
    })),
    nextAfter: page.nextAfter,
  };
}
