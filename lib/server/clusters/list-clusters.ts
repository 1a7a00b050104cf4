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

const stageAt = (rank: number) => STAGES[rank] ?? null;

const SHOWN = {
  ...{ id: true, name: true, status: true, version: true, region: true, regionId: true, plan: true },
  ...{ labels: true, clientCount: true, clientsListedAt: true, syncError: true },
  ...{ sortStage: true, endpoints: true, clientsChangedAt: true },
};

type Where = NonNullable<NonNullable<Parameters<ReturnType<typeof db>["cluster"]["findMany"]>[0]>["where"]>;

/** How many clusters each group of these rows has, which are one page of a list: one statement. */
async function countGroups(
  where: Where,
  group: ClusterListQuery["group"],
  rows: readonly { sortStage: number; region: string | null }[],
): Promise<ClusterList["groups"]> {
  if (group === undefined || rows.length === 0) return [];
  if (group === "stage") {
    const shown = { sortStage: { in: [...new Set(rows.map(({ sortStage }) => sortStage))] } };
    const counts = await db().cluster.groupBy({
      by: ["sortStage"],
      where: { AND: [where, shown] },
      orderBy: { sortStage: "asc" },
      _count: true,
    });
    return counts.map(({ sortStage, _count }) => ({ value: stageAt(sortStage), count: _count }));
  }
  const regions = new Set(rows.map(({ region }) => region));
  const named = { region: { in: [...regions].filter((region) => region !== null) } };
  const shown = { OR: [named, ...(regions.has(null) ? [{ region: null }] : [])] };
  const counts = await db().cluster.groupBy({
    by: ["region"],
    where: { AND: [where, shown] },
    orderBy: { region: "asc" },
    _count: true,
  });
  return counts.map(({ region, _count }) => ({ value: region, count: _count }));
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
  const [rows, found, total] = await Promise.all([
    db().cluster.findMany({
      select: SHOWN,
      where: { ...where, ...(last && following(last, keys)) },
      orderBy: orderBy(keys),
      take: size + 1,
    }),
    searched.length > 0 ? db().cluster.count({ where }) : null,
    "OR" in visible ? db().cluster.count({ where: known }) : null,
  ]);
  const page = pageOf(rows, size, ({ id }) => id);
  const [groups, findings] = await Promise.all([
    countGroups(where, group, page.rows),
    countOpenFindings(page.rows.map(({ id }) => id)),
  ]);
  return { ...page, groups, findings, found, total };
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
