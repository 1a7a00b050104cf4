import "server-only";
import type { ClusterList, ClusterListQuery } from "@/lib/contract/clusters";
import { PAGE_SIZE } from "@/lib/contract/lists";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { ORGANIZATION_ID } from "@/lib/server/camunda/account";
import { db } from "@/lib/server/platform/database/db";
import { singleFlight } from "@/lib/server/platform/single-flight";
import { searchable } from "@/lib/server/platform/text";
import { clusterOf } from "@/lib/server/sync/stored-clusters";
import { syncClusters } from "@/lib/server/sync/sync-clusters";

type Order = "asc" | "desc";
const nullsLast = (sort: Order) => ({ sort, nulls: "last" as const });

const ORDERS = {
  name: () => [],
  status: (order: Order) => [{ status: order }],
  version: (order: Order) => [{ sortVersion: nullsLast(order) }],
  region: (order: Order) => [{ region: nullsLast(order) }],
  plan: (order: Order) => [{ plan: nullsLast(order) }],
  clients: (order: Order) => [{ clientCount: nullsLast(order) }],
};

async function findPage({ search, sort = "name", direction, after }: ClusterListQuery) {
  const order = direction === "descending" ? "desc" : "asc";
  const byName = sort === "name" ? order : "asc";
  const words = searchable(search ?? "").split(/\s+/);
  const where = {
    organizationId: ORGANIZATION_ID,
    goneAt: null,
    AND: words.flatMap((word) => (word === "" ? [] : [{ searchText: { contains: word } }])),
  };
  const [rows, found] = await Promise.all([
    db().cluster.findMany({
      where,
      orderBy: [...ORDERS[sort](order), { sortName: byName }, { id: byName }],
      take: PAGE_SIZE + 1,
      ...(after && { cursor: { id: after }, skip: 1 }),
    }),
    where.AND.length > 0 ? db().cluster.count({ where }) : null,
  ]);
  return { rows: rows.slice(0, PAGE_SIZE), hasMore: rows.length > PAGE_SIZE, found };
}

/**
 * One page of the organization's clusters, from the stored list: brought up to date first when it is not fresh (one
 * upstream call), and marked stale when that fails.
 * @throws AppError forbidden
 */
export async function listClusters(principal: Principal, query: ClusterListQuery = {}): Promise<ClusterList> {
  await requireRight(principal, "clusters.read");
  const { refresh, ...page } = query;
  const { asOf, stale, isComplete, total, revision } = await syncClusters({ refresh: refresh === "1" });
  const key = `page of clusters ${revision} ${JSON.stringify(page)}`;
  const { rows, hasMore, found } = await singleFlight(key, () => findPage(page));
  return {
    clusters: rows.map((row) => ({
      ...clusterOf(row),
      clientCount: row.clientCount,
      clientsListedAt: row.clientsListedAt?.toISOString() ?? null,
    })),
    total,
    found: found ?? total,
    nextAfter: hasMore ? (rows.at(-1)?.id ?? null) : null,
    isComplete,
    asOf: asOf?.toISOString() ?? null,
    stale,
  };
}
