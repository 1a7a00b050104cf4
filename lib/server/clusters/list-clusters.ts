import "server-only";
import type { ClusterList, ClusterListQuery } from "@/lib/contract/clusters";
import { pageSize } from "@/lib/contract/lists";
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
import { syncClusters } from "@/lib/server/sync/sync-clusters";

const COLUMNS = {
  status: [{ column: "sortStatus" }],
  version: [{ column: "sortVersion", isNullable: true }],
  region: [{ column: "region", isNullable: true }],
  plan: [{ column: "plan", isNullable: true }],
  clients: [{ column: "clientCount", isNullable: true }],
  name: [],
};

const SHOWN = {
  ...{ id: true, name: true, status: true, version: true, region: true, regionId: true, plan: true },
  ...{ labels: true, clientCount: true, clientsListedAt: true, syncError: true },
};

async function findPage(
  visible: ReturnType<typeof visibleClusters>,
  { search, status, sort = "name", direction: chosen, after }: ClusterListQuery,
) {
  const direction = chosen === "descending" ? "desc" : "asc";
  const byName = sort === "name" ? direction : "asc";
  const keys: SortKey[] = [
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
  return { ...page, findings: await countOpenFindings(page.rows.map(({ id }) => id)), found, total };
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
  const { rows, findings, nextAfter, found, total } = await singleFlight(key, () => findPage(visible, page));
  return {
    clusters: rows.map((row) => ({
      ...row,
      labels: splitList(row.labels),
      syncError: row.syncError === null ? null : errorCodeOf(row.syncError),
      clientsListedAt: row.clientsListedAt?.toISOString() ?? null,
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
