import "server-only";
import type { AuditOutcome } from "@/lib/contract/audit";
import { appendEvent } from "@/lib/server/audit/append-event";
import { discardOrphans } from "@/lib/server/clients/intents";
import { recallCluster } from "@/lib/server/clusters/snapshot";
import * as camunda from "@/lib/server/console/api";
import { type Actor, requireRight } from "@/lib/server/identity/access";
import { db, type Tx, transaction } from "@/lib/server/platform/db";
import { AppError } from "@/lib/server/platform/errors";

/** Answers after which the client may be gone all the same. A delete by id may be sent again; a create may not. */
const UNCLEAR = new Set(["console_timeout", "console_unreachable", "console_broken"]);
const isUnclear = (error: unknown): error is AppError => error instanceof AppError && UNCLEAR.has(error.code);

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
 * Deletes a client, matched by its id and never by its name.
 * @throws AppError forbidden; client_not_found when Camunda does not know it and we never tried to delete it;
 *   console_* when Camunda said no, or gave no clear answer twice
 */
export async function deleteClient(actor: Actor, clusterId: string, clientId: string): Promise<void> {
  await requireRight(actor, "clients.delete", { clusterId, clientId });
  const where = { clusterId_clientId: { clusterId, clientId } };
  const [cluster, client] = await Promise.all([recallCluster(clusterId), db().client.findUnique({ where })]);
  const triedBefore = await db().auditEvent.findFirst({
    where: { action: "client.delete", clusterId, clientId, outcome: { in: ["requested", "unknown"] } },
  });
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
    await discardOrphans(tx, clusterId, (id) => id === clientId);
  };

  await transaction((tx) => append(tx, "requested"));
  const result = await deleteUpstream(clusterId, clientId).catch((error: unknown) => ({ error }));
  if (typeof result !== "string") {
    const code = result.error instanceof AppError ? result.error.code : "internal";
    await transaction((tx) => append(tx, isUnclear(result.error) ? "unknown" : "rejected", code));
    throw result.error;
  }
  const isDone = result === "deleted" || triedBefore !== null;
  await transaction(async (tx) => {
    await append(tx, isDone ? "succeeded" : "absent");
    await markGone(tx);
  });
  if (!isDone) throw new AppError("client_not_found");
}
