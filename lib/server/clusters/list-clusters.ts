import "server-only";
import type { ClusterList, ClusterListQuery } from "@/lib/contract/clusters";
import { pageSize } from "@/lib/contract/lists";
import { STAGES } from "@/lib/contract/stages";
import { usesRemovedHosts } from "@/lib/credentials/hosts";
import { type Principal, visibleClusters } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { countOpenFindings } from "@/lib/server/clusters/open-findings";
import { splitList } from "@/lib/server/platform/comma-list";
import { db } from "@/lib/server/platform/database/db";
import { errorCodeOf } from "@/lib/server/platform/errors";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";
import { following, orderBy, pageOf, requireCursor, type SortKey } from "@/lib/server/platform/page";
import { singleFlight } from "@/lib/server/platform/single-flight";
import { searchable } from "@/lib/server/platform/text";
import { endpointsOf } from "@/lib/server/sync/stored-clusters";
import { syncClusters } from "@/lib/server/sync/sync-clusters";

const COLUMNS = {
  status: [{ column: "sortStatus" }],
  version: [{ column: "sortVersion", isNullable: true }],
  region: [{ column: "region", isNullable: true }],
  plan: [{ column: "plan", isNullable: true }],
  clients: [{ column: "clientCount", isNullable: true }],
  changed: [{ column: "clientsChangedAt", isNullable: true }],
  name: [],
};

/** How groups are ordered: production first, and clusters without a value last. */
const GROUPS = {
  stage: { column: "sortStage", direction: "asc" },
  region: { column: "region", direction: "asc", isNullable: true },
} as const;
/** Regions that are counted. Camunda has fewer. */
const MOST_GROUPS = 100;

const stageAt = (rank: number) => STAGES[rank] ?? null;

const SHOWN = {
  ...{ id: true, name: true, status: true, version: true, region: true, regionId: true, plan: true },
  ...{ labels: true, clientCount: true, clientsListedAt: true, syncError: true },
  ...{ sortStage: true, endpoints: true, clientsChangedAt: true },
};

type Where = NonNullable<NonNullable<Parameters<ReturnType<typeof db>["cluster"]["findMany"]>[0]>["where"]>;

/** How many clusters each group has: one statement. */
async function countGroups(where: Where, group: ClusterListQuery["group"]): Promise<ClusterList["groups"]> {
  if (group === undefined) return [];
  const counts = { where, _count: true, take: MOST_GROUPS } as const;
  if (group === "stage") {
    const rows = await db().cluster.groupBy({ ...counts, by: ["sortStage"], orderBy: { sortStage: "asc" } });
    return rows.map(({ sortStage, _count }) => ({ value: stageAt(sortStage), count: _count }));
  }
  const rows = await db().cluster.groupBy({ ...counts, by: ["region"], orderBy: { region: "asc" } });
  return rows.map(({ region, _count }) => ({ value: region, count: _count }));
}

async function findPage(
  visible: ReturnType<typeof visibleClusters>,
  { search, status, group, sort = "name", direction: chosen, after }: ClusterListQuery,
) {
  const direction = chosen === "descending" ? "desc" : "asc";
  const byName = sort === "name" ? direction : "asc";
  const keys: SortKey[] = [
    ...(group === undefined ? [] : [GROUPS[group]]),
    ...COLUMNS[sort].map((key) => ({ ...key, direction }) as const),
    { column: "sortName", direction: byName },
    { column: "id", direction: byName },
  ];
  const size = pageSize(after);
  const words = searchable(search ?? "").split(/\s+/);
  const searched = [
    ...words.flatMap((word) => (word === "" ? [] : [{ searchText: { contains: word } }])),
    ...(status === undefined ? [] : [{ status }]),
  ];
  const known = { organizationId: ORGANIZATION_ID, goneAt: null, AND: [visible] };
  const where = { ...known, AND: [visible, ...searched] };
  const last = after ? requireCursor(await db().cluster.findFirst({ where: { AND: [{ id: after }, visible] } })) : null;
  const [rows, found, total, groups] = await Promise.all([
    db().cluster.findMany({
      select: SHOWN,
      where: { ...where, ...(last && following(last, keys)) },
      orderBy: orderBy(keys),
      take: size + 1,
    }),
    searched.length > 0 ? db().cluster.count({ where }) : null,
    "OR" in visible ? db().cluster.count({ where: known }) : null,
    countGroups(where, group),
  ]);
  const page = pageOf(rows, size, ({ id }) => id);
  return { ...page, groups, findings: await countOpenFindings(page.rows.map(({ id }) => id)), found, total };
}

/**
 * One page of the organization's clusters from the stored list. A list that is not fresh is updated first (one upstream
 * call), and marked as stale when that fails.
 * @throws AppError forbidden
 */
export async function listClusters(principal: Principal, query: ClusterListQuery = {}): Promise<ClusterList> {
  await requireRight(principal, "clusters.read");
  const { refresh, ...page } = query;
  const visible = visibleClusters(principal);
  const { asOf, stale, isComplete, total: all, revision } = await syncClusters({ refresh: refresh === "1" });
  const key = `page of clusters ${revision} ${JSON.stringify([page, visible])}`;
  const { rows, groups, findings, nextAfter, found, total } = await singleFlight(key, () => findPage(visible, page));
  return {
    groups,
    clusters: rows.map(({ sortStage, endpoints, ...row }) => ({
      ...row,
      stage: stageAt(sortStage),
      losesHosts: usesRemovedHosts(endpointsOf({ endpoints })),
      labels: splitList(row.labels),
      syncError: row.syncError === null ? null : errorCodeOf(row.syncError),
      clientsListedAt: row.clientsListedAt?.toISOString() ?? null,
      clientsChangedAt: row.clientsChangedAt?.toISOString() ?? null,
      openFindings: findings.get(row.id) ?? 0,
    })),
    total: total ?? all,
    found: found ?? total ?? all,
    nextAfter,
    isComplete,
    asOf: asOf?.toISOString() ?? null,
    stale,
  };
}
