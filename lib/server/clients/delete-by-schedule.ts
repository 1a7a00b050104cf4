import "server-only";
import { type DeleteOutcome, sendDelete } from "@/lib/server/clients/send-delete";
import { LATCHKEY } from "@/lib/server/history/append-event";
import { openDelete } from "@/lib/server/operations/operations";
import type { Tx } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { findClusterRow } from "@/lib/server/sync/stored-clusters";

type ScheduledDelete = {
  clusterId: string;
  clientId: string;
  clientName: string;
  /** Who said that it is deleted then. The history names them; the actor is Latchkey. */
  setById: string | null;
  setByName: string;
  /** The rotation whose overlap has ended. Without one, the client's own end has come. */
  rotationId?: string;
  /**
   * Whether it is still to be deleted, asked in the transaction that stores the delete. Write the row that decides it
   * (`updateMany` with the condition), so that a person who changes it at the same moment comes before or after. Do the
   * same in that change, and then refuse it if `isBeingDeleted`.
   */
  stillDue: (tx: Tx) => Promise<boolean>;
};

/** Ends the transaction, because there is nothing to delete now. */
class NotDue extends Error {}

/**
 * Deletes a client by its ID because a date has come that somebody set. Safe to call often and in several instances: one
 * of them stores the delete, and while its outcome is unknown, or once the client is gone, there is nothing due.
 * @returns "not_due", or how the delete ended: after `refused` it is still due, after `unclear` once the reconcile job
 *   has found that it was not carried out
 */
export async function deleteBySchedule(scheduled: ScheduledDelete): Promise<DeleteOutcome | { kind: "not_due" }> {
  const { clusterId, clientId, clientName, setById, setByName, rotationId, stillDue } = scheduled;
  const cluster = await findClusterRow(clusterId);
  const check = async (tx: Tx) => {
    const where = { clusterId_clientId: { clusterId, clientId } };
    const client = await tx.client.findUnique({ where, select: { goneAt: true } });
    const isLeft = client !== null && client.goneAt === null;
    const unknown = await tx.operation.count({ where: { clusterId, clientId, kind: "delete", state: "unknown" } });
    if (!isLeft || unknown > 0 || !(await stillDue(tx))) throw new NotDue();
  };
  try {
    const target = { clientId, clientName, rotationId };
    const detail = { because: rotationId ? "rotation_deadline" : "client_end", setBy: setByName, setById };
    const row = await openDelete(LATCHKEY, { clusterId, clusterName: cluster?.name ?? null }, target, {
      check,
      detail,
    });
    return await sendDelete(row, { mayBeDone: false });
  } catch (error) {
    const isUnderWay = error instanceof AppError && error.code === "delete_in_progress";
    if (isUnderWay || error instanceof NotDue) return { kind: "not_due" };
    throw error;
  }
}
