import "server-only";
import type { AuditOutcome } from "@/lib/contract/audit-actions";
import { appendEvent } from "@/lib/server/audit/append-event";
import { discardOrphans, type IntentRow } from "@/lib/server/clients/intents";
import { recallCluster } from "@/lib/server/clusters/snapshot";
import * as camunda from "@/lib/server/console/api";
import { type Actor, requireRight } from "@/lib/server/identity/access";
import { db, type Tx, transaction } from "@/lib/server/platform/db";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";

/** Answers after which the client may be gone all the same. A delete by id may be sent again; a create may not. */
const UNCLEAR = new Set(["console_timeout", "console_unreachable", "console_broken"]);
const isUnclear = (error: unknown): error is AppError => error instanceof AppError && UNCLEAR.has(error.code);

const NO_CLEAR_ANSWER =
  "Camunda gave no clear answer, so this client may be deleted already. Delete it again in a minute to be sure.";
const NOT_WRITTEN =
  "The client was deleted in Camunda, but Latchkey's database can't be reached to write that down. Delete it here again in a minute.";

/** The words for a delete that failed: an unclear one may have been carried out, which the common words deny. */
function toldOf(error: unknown): AppError {
  if (isUnclear(error)) return new AppError(error.code, { cause: error, message: NO_CLEAR_ANSWER });
  return error instanceof AppError ? error : new AppError("internal", { cause: error });
}

/** Deletes upstream; after a lost answer asks once more, and then a 404 means that the first one did it. */
async function deleteUpstream(clusterId: string, clientId: string): Promise<"deleted" | "absent"> {
  try {
    return await camunda.deleteClient(clusterId, clientId);
  } catch (error) {
    if (!isUnclear(error)) throw error;
    await camunda.deleteClient(clusterId, clientId);
    return "deleted";
  }
}

/**
 * Takes a client whose secret nobody has out of everybody else's hands, so that it is not deleted after all when its
 * answer turns up meanwhile. @returns how to give it back
 * @throws AppError intent_state when somebody has the secret, or somebody else is deleting it
 */
async function takeOrphan(tx: Tx, intentId: string, clusterId: string, clientId: string): Promise<IntentRow> {
  const row = await tx.intent.findUnique({ where: { id: intentId } });
  const isLost = row?.state === "orphaned" || (row?.state === "created" && row.acknowledgedAt === null);
  if (!row || !isLost || row.clusterId !== clusterId || row.clientId !== clientId) throw new AppError("intent_state");
  const where = { id: intentId, state: row.state, acknowledgedAt: null };
  const { count } = await tx.intent.updateMany({ where, data: { state: "discarded" } });
  if (count === 0) throw new AppError("intent_state");
  return row;
}

/**
 * Deletes a client, matched by its id and never by its name. `orphanOf` names the intent whose secret was lost: the
 * client is then deleted only if that is still so.
 * @throws AppError forbidden; intent_state; client_not_found when Camunda does not know it and we never tried to delete it;
 *   console_* when Camunda said no, or gave no clear answer twice
 */
export async function deleteClient(
  actor: Actor,
  clusterId: string,
  clientId: string,
  { orphanOf }: { orphanOf?: string | undefined } = {},
): Promise<void> {
  await requireRight(actor, "clients.delete", { clusterId, clientId });
  const where = { clusterId_clientId: { clusterId, clientId } };
  const [cluster, client] = await Promise.all([recallCluster(clusterId), db().client.findUnique({ where })]);
  const last = await db().auditEvent.findFirst({
    where: { action: "client.delete", clusterId, clientId },
    orderBy: { seq: "desc" },
  });
  // A try that ended clearly did not delete it: then somebody else did.
  const mayBeOurs = last !== null && ["requested", "unknown"].includes(last.outcome);
  const append = (tx: Tx, outcome: AuditOutcome, code?: string) =>
    appendEvent(tx, actor, {
      action: "client.delete",
      outcome,
      clusterId,
      clusterName: cluster?.cluster.name ?? null,
      clientId,
      clientName: client?.name ?? null,
      detail: code ? { code } : {},
    });
  const markGone = async (tx: Tx) => {
    await tx.client.updateMany({ where: { clusterId, clientId }, data: { goneAt: new Date() } });
    await discardOrphans(tx, clusterId, { isGone: (id) => id === clientId, knownAt: new Date() });
  };

  const orphan = await transaction(async (tx) => {
    await append(tx, "requested");
    return orphanOf ? takeOrphan(tx, orphanOf, clusterId, clientId) : null;
  });
  const result = await deleteUpstream(clusterId, clientId).catch((error: unknown) => ({ error }));
  if (typeof result !== "string") {
    const error = toldOf(result.error);
    const outcome = isUnclear(result.error) ? "unknown" : "rejected";
    await transaction(async (tx) => {
      await append(tx, outcome, error.code);
      if (orphan)
        await tx.intent.updateMany({
          where: { id: orphan.id, state: "discarded" },
          data: { state: orphan.state },
        });
    }).catch((cause: unknown) => {
      // What Camunda said is true all the same; the "requested" event stands.
      log.error("outcome of a delete not written", { clusterId, clientId, code: error.code, error: cause });
    });
    throw error;
  }
  const isDone = result === "deleted" || mayBeOurs;
  await transaction(async (tx) => {
    await append(tx, isDone ? "succeeded" : "absent");
    await markGone(tx);
  }).catch((cause: unknown) => {
    throw isDone ? new AppError("database_unavailable", { cause, message: NOT_WRITTEN }) : cause;
  });
  if (!isDone) throw new AppError("client_not_found");
}
