import "server-only";
import { db } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";

/** The list of a cluster's clients may miss so many turns of the sync, or be so old where that is off. */
const MISSED_TURNS = 3;
const WITHOUT_SYNC_MS = 45 * 60_000;

/** Whether what is stored of a cluster is what Camunda has. If not, nothing in it is deleted without a person. */
export async function isCurrent(clusterId: string): Promise<boolean> {
  const cluster = await db().cluster.findUnique({ where: { id: clusterId } });
  if (!cluster?.clientsListedAt || cluster.goneAt || !cluster.clientsComplete || cluster.syncError) return false;
  const age = Math.abs(Date.now() - cluster.clientsListedAt.getTime());
  return age <= (MISSED_TURNS * env().syncMs || WITHOUT_SYNC_MS);
}
