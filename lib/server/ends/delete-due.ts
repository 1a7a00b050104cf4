import "server-only";
import { deleteBySchedule } from "@/lib/server/clients/delete-by-schedule";
import { isCurrent } from "@/lib/server/clients/is-current";
import { canBeCreating } from "@/lib/server/clients/send-delete";
import { tellEnded } from "@/lib/server/ends/tell-due";
import type { Tx } from "@/lib/server/platform/database/db";
import { log } from "@/lib/server/platform/log";
import type { ClientRow } from "@/lib/server/sync/stored-clients";
import { isFailureOfConsole } from "@/lib/server/sync/sync-job";

/** After so many failures of Console in a row, a run deletes no more. */
export const OUTAGE_FAILURES = 3;

/** Whether a rotation is under way that replaces this client, or made it. */
async function isRotating(tx: Pick<Tx, "rotation">, { clusterId, clientId }: ClientRow): Promise<boolean> {
  const either = [{ oldClientId: clientId }, { newClientId: clientId }];
  return (await tx.rotation.count({ where: { clusterId, openKey: { not: null }, OR: either } })) > 0;
}

/**
 * Deletes a client whose end has come, unless a rotation of it is under way, or what is stored of its cluster is old.
 * @returns whether Console failed
 */
export async function deleteIfDue(row: ClientRow): Promise<boolean> {
  const { id, clusterId, clientId, name, endsAt, endSetById, endSetByName } = row;
  if (!(await isCurrent(clusterId)) || (await canBeCreating(clusterId, row))) return false;
  const outcome = await deleteBySchedule({
    ...{ clusterId, clientId, clientName: name, setById: endSetById, setByName: endSetByName ?? "" },
    stillDue: async (tx) => {
      // Written, so that somebody who puts it off at this moment comes before or after.
      const where = { id, goneAt: null, endsAt, endAction: "delete" };
      const { count } = await tx.client.updateMany({ where, data: { endAction: "delete" } });
      return count === 1 && !(await isRotating(tx, row));
    },
  });
  if (outcome.kind === "refused" || outcome.kind === "unclear") {
    log.warn("client not deleted at its end", { clusterId, clientId, error: outcome.error });
    return isFailureOfConsole(outcome.error);
  }
  // While the database takes no writes, the client is not marked as gone: the next run tells it then.
  if (outcome.kind === "deleted") await tellEnded(row);
  return false;
}
