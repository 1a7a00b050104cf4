import "server-only";
import type { Cluster } from "@/lib/contract/clusters";
import { endpointsSchema } from "@/lib/contract/clusters";
import { STAGES, stageOf } from "@/lib/contract/stages";
import { lockAccess } from "@/lib/server/access/grants";
import { matchNewNames } from "@/lib/server/access/named-clusters";
import type { Account } from "@/lib/server/camunda/account";
import { joinList, splitList } from "@/lib/server/platform/comma-list";
import { db, type Tx, transaction } from "@/lib/server/platform/database/db";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";
import { searchable, sortableName } from "@/lib/server/platform/text";
import { columnsById, type StoredList, storeList } from "@/lib/server/sync/store-list";

export type ClusterRow = NonNullable<Awaited<ReturnType<Tx["cluster"]["findUnique"]>>>;

/** The states of clusters as they sort: what needs somebody first, and what is as it should be last. */
const STATUS_ORDER = [
  "Unhealthy",
  "WaitingForInput",
  "*",
  "Maintenance",
  "Updating",
  "Resuming",
  "Creating",
  "Suspended",
  "Healthy",
];

function statusRank(status: string): number {
  const rank = STATUS_ORDER.indexOf(status);
  return rank >= 0 ? rank : STATUS_ORDER.indexOf("*");
}

/** A version as it sorts: its number, whatever stands around it ("Camunda 8.8+gen3", "Zeebe 8.5.2"), then the rest. */
function sortableVersion(version: string): string {
  const [number] = /\d+(\.\d+)+/.exec(version) ?? [""];
  return sortableName(`${number} ${version}`);
}

/** The stage of a cluster as it sorts: those without one come last. */
export function stageRank(cluster: Pick<Cluster, "name" | "labels">): number {
  const stage = stageOf(cluster);
  return stage === null ? STAGES.length : STAGES.indexOf(stage);
}

/** The columns that come from Camunda. */
type ClusterColumns = ReturnType<typeof columnsOf>;

function columnsOf({ id, createdAt, labels, endpoints, ...facts }: Cluster) {
  const { name, status, version, region, regionId, plan, channel } = facts;
  return {
    name,
    sortName: sortableName(name),
    status,
    sortStatus: statusRank(status),
    version,
    sortVersion: version === null ? null : sortableVersion(version),
    region,
    regionId,
    plan,
    channel,
    createdAt: createdAt === null ? null : new Date(createdAt),
    labels: joinList(labels),
    sortStage: stageRank({ name, labels }),
    endpoints: JSON.stringify(endpoints),
    searchText: searchable(name, id, region, regionId, version, plan, status, ...labels),
  };
}

const SELECT = {
  name: true,
  sortName: true,
  status: true,
  sortStatus: true,
  version: true,
  sortVersion: true,
  region: true,
  regionId: true,
  plan: true,
  channel: true,
  createdAt: true,
  labels: true,
  sortStage: true,
  endpoints: true,
  searchText: true,
} as const satisfies Record<keyof ClusterColumns, true>;

const NO_ENDPOINTS = { zeebe: null, operate: null, tasklist: null, optimize: null, identity: null, console: null };

/** The addresses that Camunda last reported. */
export function endpointsOf({ endpoints }: Pick<ClusterRow, "endpoints">): Cluster["endpoints"] {
  return endpointsSchema.safeParse(JSON.parse(endpoints)).data ?? NO_ENDPOINTS;
}

/** A stored cluster in the contract's shape. */
export function clusterOf(row: ClusterRow): Cluster {
  const { id, name, status, version, region, regionId, plan, channel, createdAt } = row;
  return {
    id,
    name,
    status,
    version,
    region,
    regionId,
    plan,
    channel,
    createdAt: createdAt?.toISOString() ?? null,
    labels: splitList(row.labels),
    endpoints: endpointsOf(row),
  };
}

/** A stored cluster, even if it is gone. Null when Camunda never reported it. */
export function findClusterRow(clusterId: string): Promise<ClusterRow | null> {
  return db().cluster.findUnique({ where: { id: clusterId } });
}

/** The organization's row, which a migration created, with the state of its list of clusters. */
export function findOrganization({ organizationId: id }: Account) {
  return db().organization.findUniqueOrThrow({ where: { id } });
}

const storeNames = (tx: Tx, rows: readonly { id: string; columns: ClusterColumns }[]) =>
  matchNewNames(
    tx,
    rows.map(({ id, columns: { name } }) => ({ id, name })),
  );

/** The organization's clusters. One that was read alone since the list was requested stays as it was read. */
const storedClusters = (organizationId: string, requestedAt: Date): StoredList<ClusterColumns> => ({
  async read(afterId, take) {
    const rows = await db().cluster.findMany({
      where: { organizationId, id: { gt: afterId } },
      orderBy: { id: "asc" },
      take,
      select: { id: true, goneAt: true, ...SELECT },
    });
    return rows.map(({ id, goneAt, ...columns }) => ({ id, columns, isGone: goneAt !== null }));
  },
  async setRevision(tx, from, to) {
    const { count } = await tx.organization.updateMany({
      where: { id: organizationId, clustersRevision: from },
      data: { clustersRevision: to },
    });
    return count === 1;
  },
  async insert(tx, rows) {
    // One that was stored alone meanwhile. Both ways of storing a new cluster lock the organization's row first.
    const where = { id: { in: rows.map(({ id }) => id) } };
    const known = new Set((await tx.cluster.findMany({ where, select: { id: true } })).map(({ id }) => id));
    const added = rows.filter(({ id }) => !known.has(id));
    await tx.cluster.createMany({
      data: added.map(({ id, columns }) => ({ id, organizationId, seenAt: new Date(), ...columns })),
    });
    await storeNames(tx, added);
  },
  async update(tx, rows) {
    for (const { id, columns } of rows) {
      const where = { id, seenAt: { lte: requestedAt } };
      const { count } = await tx.cluster.updateMany({ where, data: { ...columns, goneAt: null } });
      if (count > 0) await storeNames(tx, [{ id, columns }]);
    }
  },
  markGone: (tx, ids) =>
    tx.cluster.updateMany({
      where: { id: { in: [...ids] }, goneAt: null, seenAt: { lte: requestedAt } },
      data: { goneAt: new Date() },
    }),
  async finish(revision, { isComplete, listedAt }) {
    const clusterCount = await db().cluster.count({ where: { organizationId, goneAt: null } });
    await db().organization.updateMany({
      where: { id: organizationId, clustersRevision: revision },
      data: { clustersListedAt: listedAt, clustersComplete: isComplete, clusterCount },
    });
  },
});

/**
 * Stores a list of the organization's clusters.
 * @param before the revision of the stored list before the request, and when that began
 */
export async function storeClusters(
  { organizationId }: Account,
  { clusters, isComplete }: { clusters: readonly Cluster[]; isComplete: boolean },
  { revision, requestedAt }: { revision: number; requestedAt: Date },
): Promise<boolean> {
  const rows = await columnsById(clusters, (cluster) => [cluster.id, columnsOf(cluster)]);
  return storeList(storedClusters(organizationId, requestedAt), { rows, isComplete, revision });
}

/** Stores one cluster that was read alone. */
export async function storeCluster(cluster: Cluster): Promise<ClusterRow> {
  const { id, name } = cluster;
  const columns = { ...columnsOf(cluster), seenAt: new Date(), goneAt: null };
  const [stored] = await db().cluster.updateManyAndReturn({ where: { id, name }, data: columns });
  if (stored) return stored;
  return transaction(async (tx) => {
    // A new name changes who may know of the cluster.
    await lockAccess(tx);
    const create = { id, organizationId: ORGANIZATION_ID, ...columns };
    const row = await tx.cluster.upsert({ where: { id }, create, update: columns });
    await matchNewNames(tx, [cluster]);
    return row;
  });
}

/** Stores that Camunda has no cluster with this id. */
export async function storeClusterGone(clusterId: string): Promise<void> {
  await db().cluster.updateMany({ where: { id: clusterId, goneAt: null }, data: { goneAt: new Date() } });
}
