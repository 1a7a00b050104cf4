import "server-only";
import { randomUUID } from "node:crypto";
import type { AuditOutcome } from "@/lib/contract/audit-actions";
import type { ErrorCode } from "@/lib/contract/errors";
import { isOpen, type OperationState } from "@/lib/contract/operation-states";
import type { EventActor } from "@/lib/server/history/append-event";
import { firstLook } from "@/lib/server/metadata/end-steps";
import type { CreateFacts } from "@/lib/server/operations/create-facts";
import { actorOf, appendOperationEvent, type OperationRow, stateOf } from "@/lib/server/operations/operations";
import { inheritedColumns, settleRotation } from "@/lib/server/operations/settle-rotation";
import { type Tx, transaction } from "@/lib/server/platform/database/db";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";
import { sortableName } from "@/lib/server/platform/text";
import { changeStoredClients, clientSearchText, countStoredClients } from "@/lib/server/sync/stored-clients";
import { appendRotationEvent } from "@/lib/server/sync/stored-rotations";

/** How an operation ended. */
export type Ending = {
  state: "succeeded" | "rejected" | "orphaned" | "absent" | "not_done";
  /** The client from a create. */
  clientId?: string;
  /** What only the create response reports. Null when it was lost. */
  createResponse?: CreateFacts | null;
  /** When a browser confirmed that it showed the secret. */
  confirmedAt?: Date;
  errorCode?: ErrorCode;
};

type Step = { actor?: EventActor; detail?: Record<string, unknown> };

/**
 * The states that each ending can correct. Camunda's own response, even when it is stored late, and a browser that
 * showed the secret correct what another instance only inferred. A client that appears late turns an absent create into
 * an orphan.
 */
const CORRECTIONS: Record<Ending["state"], readonly OperationState[]> = {
  succeeded: ["orphaned", "absent", "not_done"],
  rejected: ["orphaned", "absent", "not_done"],
  orphaned: ["absent"],
  absent: [],
  not_done: [],
};

/** How long after its request an absent create is compared with the stored list, once a minute. */
const WATCH_MS = 24 * 3_600_000;
const WATCH_STEP_MS = 60_000;

/** When the reconcile job checks a settled operation again. Null for never. */
export function nextWatch({ kind, requestedAt }: OperationRow, state: OperationState): Date | null {
  const isWatched = kind === "create" && (state === "orphaned" || state === "absent");
  const isOld = state === "absent" && Date.now() - requestedAt.getTime() > WATCH_MS;
  return isWatched && !isOld ? new Date(Date.now() + WATCH_STEP_MS) : null;
}

/**
 * Settles an operation in one transaction: its state, the stored client, and its one final event. A settled operation
 * changes only by a correction, with an event that says so.
 * @returns whether this call changed it
 */
export async function settle(row: OperationRow, ending: Ending, step: Step = {}): Promise<boolean> {
  return transaction(async (tx) => {
    const current = await tx.operation.findUniqueOrThrow({ where: { id: row.id } });
    const from = stateOf(current);
    const isCorrection = CORRECTIONS[ending.state].includes(from);
    if (!isOpen(from) && !isCorrection) return false;
    const changes = {
      state: ending.state,
      clientId: ending.clientId ?? (row.kind === "delete" ? row.clientId : null),
      errorCode: ending.errorCode ?? null,
      openKey: null,
      settledAt: new Date(),
      dueAt: nextWatch(row, ending.state),
      ...(ending.confirmedAt && { confirmedAt: ending.confirmedAt }),
    };
    const { count } = await tx.operation.updateMany({ where: { id: row.id, state: from }, data: changes });
    if (count === 0) return false;
    const ended = { ...current, ...changes };
    if (row.kind === "delete") await storeDelete(tx, ended);
    else if (ending.state === "succeeded") await storeCreatedClient(tx, ended, ending.createResponse ?? null);
    // One that appears long after its create was given up may be somebody else's.
    else if (ending.state === "orphaned" && from !== "absent") await keepOwnerAndPurpose(tx, ended);
    const news = isCorrection && ending.state === "rejected" ? [] : await settleRotation(tx, ended);
    const code = ending.errorCode && { code: ending.errorCode };
    const correction = isCorrection && { from, to: ending.state };
    const outcome: AuditOutcome = isCorrection ? "corrected" : ending.state;
    await appendOperationEvent(tx, ended, outcome, { ...step, detail: { ...step.detail, ...code, ...correction } });
    for (const each of news) await appendRotationEvent(tx, step.actor ?? actorOf(ended), each, ended.clusterName);
    return true;
  });
}

async function storeCreatedClient(tx: Tx, row: OperationRow, createResponse: CreateFacts | null): Promise<void> {
  const { clusterId, clientId, clientName, scopes, purpose, actorId, actorName, confirmedAt } = row;
  const { ownerId, ownerName } = row;
  if (clientId === null || clientName === null) throw new Error("A create that succeeded has a client.");
  const now = new Date();
  await changeStoredClients(tx, clusterId);
  const cluster = await tx.cluster.findUnique({ where: { id: clusterId }, select: { name: true, sortName: true } });
  const clusterName = cluster?.name ?? row.clusterName ?? "";
  const ours = {
    name: clientName,
    sortName: sortableName(clientName),
    scopes,
    ...(createResponse && { createResponse: JSON.stringify(createResponse) }),
    purpose,
    origin: "managed",
    createdById: actorId,
    createdByName: actorName,
    createdAt: now,
    ownerId,
    ownerName,
    clusterName,
    clusterSort: cluster?.sortName ?? sortableName(clusterName),
    knownSince: now,
    // A list can have had it before our operation was settled.
    appearedAt: null,
    secretShownAt: confirmedAt,
  };
  const inherited = await inheritedColumns(tx, row);
  const where = { clusterId_clientId: { clusterId, clientId } };
  // When the response is stored late, a list can have had the client, and somebody can have edited it.
  const listed = await tx.client.findUnique({ where, select: { tags: true, reviewAt: true } });
  const end = row.endsAt && {
    ...{ endsAt: row.endsAt, endAction: row.endAction, endSetById: actorId, endSetByName: actorName },
    endDueAt: firstLook({ ...row, reviewAt: listed?.reviewAt ?? null }, now),
  };
  const columns = { ...ours, ...end, ...inherited };
  const searchText = clientSearchText({ clientId, tags: listed?.tags ?? "", ...columns });
  await tx.client.upsert({
    where,
    create: {
      ...{ id: randomUUID(), organizationId: ORGANIZATION_ID, clusterId, clientId, firstSeenAt: now },
      ...columns,
      searchText,
    },
    update: { ...columns, searchText },
  });
  await countStoredClients(tx, clusterId);
}

/**
 * Gives a client whose response was lost the owner and purpose from its create, unless somebody has set others. A client
 * that is not stored yet gets them when a list brings it.
 */
async function keepOwnerAndPurpose(tx: Tx, row: OperationRow): Promise<void> {
  const { clusterId, clientId, ownerId, ownerName, purpose } = row;
  await changeStoredClients(tx, clusterId);
  const client = await tx.client.findFirst({ where: { clusterId, clientId: clientId ?? "" } });
  if (!client) return;
  const missing = {
    ...(client.ownerName === null && { ownerId, ownerName }),
    ...(client.purpose === null && { purpose }),
  };
  const searchText = clientSearchText({ ...client, ...missing });
  await tx.client.update({ where: { id: client.id }, data: { ...missing, searchText } });
}

/** Marks a deleted client as gone. An orphan that was not deleted becomes an orphan again. */
async function storeDelete(tx: Tx, row: OperationRow): Promise<void> {
  const { clusterId, clientId, state, discards } = row;
  if (clientId === null) throw new Error("A delete has a client.");
  const isGone = state === "succeeded" || state === "absent";
  if (discards !== null && !isGone)
    await tx.operation.updateMany({
      where: { id: discards, state: "discarded" },
      data: { state: "orphaned", dueAt: new Date() },
    });
  if (!isGone) return;
  // However it was deleted: without its client, an orphan is discarded.
  await tx.operation.updateMany({
    where: { clusterId, clientId, state: "orphaned" },
    data: { state: "discarded", dueAt: null },
  });
  await changeStoredClients(tx, clusterId);
  await tx.client.updateMany({ where: { clusterId, clientId, goneAt: null }, data: { goneAt: new Date() } });
  await countStoredClients(tx, clusterId);
}
