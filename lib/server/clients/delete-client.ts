import "server-only";
import type { AuditOutcome } from "@/lib/contract/audit-actions";
import { appendEvent } from "@/lib/server/audit/append-event";
import { closeOrphan, releaseOrphan, takeOrphan } from "@/lib/server/clients/intents";
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
const ABSENT_NOT_WRITTEN =
  "Camunda knows no such client, but Latchkey's database can't be reached to write that down. Try again in a minute.";
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
    // Whatever a second try is told, the first one may have done it.
    await camunda.deleteClient(clusterId, clientId).catch(() => {
      throw error;
    });
    return "deleted";
  }
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
  const append = (tx: Tx, outcome: AuditOutcome, { name, code }: { name?: string | undefined; code?: string } = {}) =>
    appendEvent(tx, actor, {
      action: "client.delete",
      outcome,
      clusterId,
      clusterName: cluster?.cluster.name ?? null,
      clientId,
      clientName: client?.name ?? name ?? null,
      detail: code ? { code } : {},
    });
  const markGone = async (tx: Tx) => {
    await tx.client.updateMany({ where: { clusterId, clientId }, data: { goneAt: new Date() } });
    await closeOrphan(tx, clusterId, clientId);
  };

  const orphan = await transaction(async (tx) => {
    const taken = orphanOf ? await takeOrphan(tx, orphanOf, clusterId, clientId) : null;
    await append(tx, "requested", { name: taken?.name });
    return taken;
  });
  const name = orphan?.name;
  const result = await deleteUpstream(clusterId, clientId).catch((error: unknown) => ({ error }));
  if (typeof result !== "string") {
    const error = toldOf(result.error);
    const outcome = isUnclear(result.error) ? "unknown" : "rejected";
    await transaction(async (tx) => {
      await append(tx, outcome, { name, code: error.code });
      if (orphan) await releaseOrphan(tx, orphan);
    }).catch((cause: unknown) => {
      // What Camunda said is true all the same; the "requested" event stands.
      log.error("outcome of a delete not written", { clusterId, clientId, code: error.code, error: cause });
    });
    throw error;
  }
  const isDone = result === "deleted" || mayBeOurs;
  await transaction(async (tx) => {
    await append(tx, isDone ? "succeeded" : "absent", { name });
    await markGone(tx);
  }).catch((cause: unknown) => {
    throw new AppError("database_unavailable", { cause, message: isDone ? NOT_WRITTEN : ABSENT_NOT_WRITTEN });
  });
  if (!isDone) throw new AppError("client_not_found");
}
