import "server-only";
import { configuredAccount } from "@/lib/server/camunda/account";
import * as camunda from "@/lib/server/camunda/api";
import type { ReadOptions } from "@/lib/server/camunda/request";
import { AppError } from "@/lib/server/platform/errors";
import { singleFlight } from "@/lib/server/platform/single-flight";
import {
  type ClusterRow,
  findClusterRow,
  findOrganization,
  storeCluster,
  storeClusterGone,
  storeClusters,
} from "@/lib/server/sync/stored-clusters";
import { clustersFreshMs, isFresh, type SyncState, tryUpdate } from "@/lib/server/sync/sync-state";

type Options = { refresh?: boolean };

/** Reads the list of clusters and stores it, once for all who ask at the same moment. @throws AppError console_* */
export function updateClusters(options?: ReadOptions): Promise<boolean> {
  const account = configuredAccount();
  return singleFlight(`clusters of ${account.organizationId}`, async () => {
    // Read before the request, so that a change in between makes the list outdated.
    const { clustersRevision: revision } = await findOrganization(account);
    const requestedAt = new Date();
    return storeClusters(account, await camunda.listClusters(account, options), { revision, requestedAt });
  });
}

/** Updates the stored list of clusters: at most one upstream call, none while it is fresh. */
export async function syncClusters({
  refresh = false,
}: Options = {}): Promise<SyncState & { total: number; revision: number }> {
  const account = configuredAccount();
  let organization = await findOrganization(account);
  let stale: SyncState["stale"] = null;
  if (refresh || !isFresh(organization.clustersListedAt, clustersFreshMs())) {
    stale = await tryUpdate(() => updateClusters());
    organization = await findOrganization(account);
  }
  const { clustersListedAt, clustersComplete, clustersRevision, clusterCount } = organization;
  return {
    asOf: clustersListedAt,
    isComplete: clustersComplete,
    stale,
    total: clusterCount,
    revision: clustersRevision,
  };
}

/** Reads one cluster from Camunda and stores it: one upstream call. @throws AppError cluster_not_found, console_* */
export function refreshCluster(clusterId: string): Promise<ClusterRow> {
  return singleFlight(`cluster ${clusterId}`, async () => {
    try {
      return await storeCluster(await camunda.getCluster(configuredAccount(), clusterId));
    } catch (error) {
      if (error instanceof AppError && error.code === "cluster_not_found") await storeClusterGone(clusterId);
      throw error;
    }
  });
}

/**
 * Updates one stored cluster: at most one upstream call, none while the cluster or the list of clusters is fresh.
 * @returns `row` is null only when Camunda can't be read and never reported the cluster
 * @throws AppError cluster_not_found
 */
export async function syncCluster(
  clusterId: string,
  { refresh = false }: Options = {},
): Promise<SyncState & { row: ClusterRow | null }> {
  const [stored, { clustersListedAt }] = await Promise.all([
    findClusterRow(clusterId),
    findOrganization(configuredAccount()),
  ]);
  const times = [stored?.seenAt, clustersListedAt].flatMap((at) => (at && stored && !stored.goneAt ? [at] : []));
  const asOf = times.toSorted((a, b) => b.getTime() - a.getTime())[0] ?? null;
  if (!refresh && isFresh(asOf, clustersFreshMs())) return { row: stored, asOf, isComplete: true, stale: null };
  let row = stored;
  const stale = await tryUpdate(async () => {
    row = await refreshCluster(clusterId);
  });
  return { row, asOf: stale ? asOf : (row?.seenAt ?? null), isComplete: true, stale };
}
