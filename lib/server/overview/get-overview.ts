import "server-only";
import type { InventoryFilter } from "@/lib/contract/inventory";
import type { Overview, Report, SomeClients } from "@/lib/contract/overview";
import { accessKey, type Principal, visibleClusters } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { countEvents } from "@/lib/server/audit/list-events";
import { countByRule } from "@/lib/server/findings/list-findings";
import { countFilter, daysAgo } from "@/lib/server/inventory/count-filter";
import { inventoryRows } from "@/lib/server/inventory/inventory-row";
import { countMatches, findRows } from "@/lib/server/inventory/inventory-walk";
import { findMatches } from "@/lib/server/inventory/inventory-where";
import { db } from "@/lib/server/platform/database/db";
import { singleFlight } from "@/lib/server/platform/single-flight";
import { countRotations } from "@/lib/server/rotations/list-rotations";

/** Clusters that lead from the overview straight to their clients. */
const CLUSTERS = 12;
/** Clients of a cluster that its overview shows with their scopes, and clients of a printed page. */
const MATRIX_ROWS = 25;
const REPORT_ROWS = 500;

/** What is counted: one cluster, or all that a member may know of. */
type Place = { cluster?: string | undefined };

/** What changed since an instant: by the history what people did here, by the rows what happened elsewhere. */
async function countWeek(principal: Principal, { cluster }: Place): Promise<Overview["week"]> {
  // The whole days of a week, so that links of one day are the same.
  const since = daysAgo(7);
  const from = `${since}T00:00:00.000Z`;
  const done = { outcome: "succeeded", from, cluster } as const;
  const countClients = async (filter: InventoryFilter) =>
    countMatches(await findMatches(principal, { ...filter, since, cluster }));
  return {
    since: from,
    created: await countEvents(principal, { action: "client.create", ...done }),
    deleted: await countEvents(principal, { action: "client.delete", ...done }),
    madeElsewhere: await countClients({ origin: "elsewhere" }),
    gone: await countClients({ state: "gone" }),
  };
}

/** What is the same for all who hold the same roles. */
async function readOverview(principal: Principal, { cluster }: Place) {
  const known = { goneAt: null, AND: [visibleClusters(principal), cluster === undefined ? {} : { id: cluster }] };
  const [clusters, stored, statuses] = await Promise.all([
    cluster === undefined
      ? db().cluster.findMany({
          where: known,
          select: { id: true, name: true, status: true, clientCount: true },
          orderBy: [{ sortName: "asc" }, { id: "asc" }],
          take: CLUSTERS,
        })
      : [],
    db().cluster.aggregate({ where: known, _sum: { clientCount: true }, _min: { clientsListedAt: true } }),
    db().cluster.groupBy({
      by: ["status"],
      where: known,
      _count: { _all: true },
      orderBy: [{ _count: { id: "desc" } }, { status: "asc" }],
    }),
  ]);
  // One after the other, so that one page does not hold all connections.
  const { rules } = await countByRule(principal, { cluster });
  const ages = await countFilter(principal, { cluster }, "age");
  const scopes = await countFilter(principal, { cluster }, "scope");
  return {
    clusterId: cluster ?? null,
    at: new Date().toISOString(),
    oldest: stored._min.clientsListedAt?.toISOString() ?? null,
    clients: stored._sum.clientCount ?? 0,
    findings: rules.flatMap(({ rule, open }) => (open.count > 0 ? [{ rule, open }] : [])),
    clusters,
    statuses: statuses.map(({ status, _count }) => ({ status, count: _count._all })),
    ages: ages.counts,
    scopes: scopes.counts,
    week: await countWeek(principal, { cluster }),
    rotations: await countRotations(principal, cluster),
  };
}

/**
 * What needs attention, what there is and what changed since a week: on one cluster, or on all that a member may know
 * of. From the stored lists, without an upstream call. Those who ask at the same moment with the same access share all
 * but what is their own, so it can miss what changed in that moment.
 * @throws AppError forbidden, cluster_not_found
 */
export async function getOverview(principal: Principal, { cluster }: Place = {}): Promise<Overview> {
  await requireRight(principal, "clients.read", cluster === undefined ? {} : { clusterId: cluster });
  const { memberId } = principal;
  const key = `overview ${cluster} ${accessKey(principal)}`;
  const own = await findMatches(principal, { owner: memberId, review: "overdue", cluster });
  const [shared, overdue] = await Promise.all([
    singleFlight(key, () => readOverview(principal, { cluster })),
    countMatches(own),
  ]);
  return { ...shared, memberId, overdue };
}

async function findSome(principal: Principal, { cluster }: Place, most: number): Promise<SomeClients> {
  const matches = await findMatches(principal, { cluster });
  const rows = await findRows(matches, { sort: "cluster" }, { after: null, take: most + 1 });
  const clients = (await inventoryRows(rows.slice(0, most))).map(({ client }) => client);
  return { clients, hasMore: rows.length > most };
}

/** The first clients of a cluster, by name, for a table of their scopes. @throws AppError forbidden, cluster_not_found */
export async function getScopeMatrix(principal: Principal, clusterId: string): Promise<SomeClients> {
  await requireRight(principal, "clients.read", { clusterId });
  return findSome(principal, { cluster: clusterId }, MATRIX_ROWS);
}

/** An overview with the first clients, to print. @throws AppError forbidden, cluster_not_found */
export async function getReport(principal: Principal, { cluster }: Place = {}): Promise<Report> {
  const overview = await getOverview(principal, { cluster });
  const row = cluster === undefined ? null : await db().cluster.findUnique({ where: { id: cluster } });
  return {
    overview,
    clusterName: row && (row.name || row.id),
    ...(await findSome(principal, { cluster }, REPORT_ROWS)),
  };
}
