import "server-only";
import { configuredAccount } from "@/lib/server/camunda/account";
import * as camunda from "@/lib/server/camunda/api";
import type { ReadOptions } from "@/lib/server/camunda/request";
import { singleFlight } from "@/lib/server/platform/single-flight";
import { storeClients } from "@/lib/server/sync/stored-clients";
import { type ClusterRow, findClusterRow } from "@/lib/server/sync/stored-clusters";
import { refreshCluster } from "@/lib/server/sync/sync-clusters";
import { isFresh, type SyncState, tryUpdate } from "@/lib/server/sync/sync-state";

/**
 * Reads a cluster's clients from Camunda and stores them: one upstream call, and one more for a cluster that Camunda
 * never reported. Pages share the call (`syncClients`). A check of an operation must not, because its list must be
 * newer than the operation.
 * @returns the list, and `stored`, a promise that the caller must await
 * @throws AppError cluster_not_found, console_*
 */
export async function refreshClients(clusterId: string, options?: ReadOptions) {
  // Read before the request, so that a change in between makes the list outdated.
  const cluster = (await findClusterRow(clusterId)) ?? (await refreshCluster(clusterId));
  const list = await camunda.listClients(configuredAccount(), clusterId, options);
  return { list, stored: storeClients(cluster, list) };
}

/**
 * Reads a cluster's clients and stores them, once for all who ask at the same moment.
 * @returns false when the list was outdated, so that nothing was stored
 * @throws AppError cluster_not_found, console_*
 */
export function updateClients(clusterId: string, options?: ReadOptions): Promise<boolean> {
  return singleFlight(`clients of ${clusterId}`, async () => (await refreshClients(clusterId, options)).stored);
}

/**
 * Updates the stored list of a cluster's clients: no upstream call while it is fresh, otherwise those of
 * `refreshClients`.
 * @returns `cluster` is null only when Camunda can't be read and never reported it
 * @throws AppError cluster_not_found
 */
export async function syncClients(
  clusterId: string,
  { refresh = false }: { refresh?: boolean } = {},
): Promise<SyncState & { cluster: ClusterRow | null }> {
  let cluster = await findClusterRow(clusterId);
  let stale: SyncState["stale"] = null;
  if (refresh || !cluster || !isFresh(cluster.clientsListedAt)) {
    stale = await tryUpdate(() => updateClients(clusterId));
    cluster = await findClusterRow(clusterId);
  }
  return { asOf: cluster?.clientsListedAt ?? null, isComplete: cluster?.clientsComplete ?? true, stale, cluster };
}
