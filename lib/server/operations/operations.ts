import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { AuditOutcome } from "@/lib/contract/audit-actions";
import type { CreateClientInput } from "@/lib/contract/clients";
import { OPERATION_STATES, type OperationState } from "@/lib/contract/operation-states";
import type { Operation } from "@/lib/contract/operations";
import { may } from "@/lib/contract/rights";
import { orderScopes } from "@/lib/contract/scopes";
import type { Principal } from "@/lib/server/access/principal";
import { appendEvent, type EventActor } from "@/lib/server/history/append-event";
import { endColumns, endOf, endText } from "@/lib/server/metadata/end";
import { ownerInput } from "@/lib/server/metadata/owner";
import { joinList, splitList } from "@/lib/server/platform/comma-list";
import { isUniqueViolation } from "@/lib/server/platform/database/database-errors";
import { db, type Tx, transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";

export type OperationRow = NonNullable<Awaited<ReturnType<Tx["operation"]["findUnique"]>>>;

/** How long a request leases its operation, in milliseconds: longer than its upstream calls can take. */
const LEASE_MS = 120_000;

/** The steps between checks: the outcome is checked 2 s, 10 s, 60 s and 10 min after an unclear response. */
export const CHECK_STEPS_MS = [2_000, 8_000, 50_000, 540_000] as const;

const stateSchema = z.enum(OPERATION_STATES);
export const stateOf = (row: OperationRow): OperationState => stateSchema.parse(row.state);

/** A create operation in the contract's form, for a principal with the role that they hold on its cluster. */
export function operationOf(row: OperationRow, actor: Principal): Operation {
  return {
    id: row.id,
    clusterId: row.clusterId,
    clientName: row.clientName ?? "",
    scopes: splitList(row.scopes),
    owner: ownerInput(row),
    purpose: row.purpose,
    end: endOf(row),
    state: stateOf(row),
    clientId: row.clientId,
    isNameTaken: row.state === "absent" && row.errorCode === "name_taken",
    requestedBy: row.actorName,
    requestedAt: row.requestedAt.toISOString(),
    confirmedAt: row.confirmedAt?.toISOString() ?? null,
    nextCheckAt: row.state === "unknown" ? (row.dueAt?.toISOString() ?? null) : null,
    rotationId: row.rotationId,
    mayDiscard: may(actor.role, "clients.delete", { isOwn: row.actorId === actor.memberId }),
  };
}

/** Who requested an operation, and is also the actor of its later events. Latchkey itself has no ID and no role. */
export const actorOf = (row: OperationRow): EventActor => ({
  memberId: row.actorId || null,
  name: row.actorName,
  role: row.role || null,
  address: row.address,
  requestId: row.requestId,
});

/** Appends an event about an operation. Call it last in the transaction. */
export function appendOperationEvent(
  tx: Tx,
  row: OperationRow,
  outcome: AuditOutcome,
  { actor = actorOf(row), detail = {} }: { actor?: EventActor; detail?: Record<string, unknown> } = {},
): Promise<void> {
  const asked = row.kind === "create" && {
    scopes: splitList(row.scopes),
    ...(row.ownerName && { owner: row.ownerName }),
    ...(row.purpose && { purpose: row.purpose }),
    ...(row.endsAt && { end: endText(row) }),
  };
  return appendEvent(tx, actor, {
    action: row.kind === "create" ? "client.create" : "client.delete",
    outcome,
    clusterId: row.clusterId,
    clusterName: row.clusterName,
    clientId: row.clientId,
    clientName: row.clientName,
    operationId: row.id,
    detail: { ...asked, ...detail },
  });
}

/** The cluster of an operation, with its current name. */
type Place = { clusterId: string; clusterName: string | null };

const newRow = (actor: EventActor, { clusterId, clusterName }: Place) => {
  const now = new Date();
  return {
    id: randomUUID(),
    organizationId: ORGANIZATION_ID,
    state: "requested",
    clusterId,
    clusterName,
    actorId: actor.memberId ?? "",
    actorName: actor.name,
    role: actor.role ?? "",
    address: actor.address,
    requestId: actor.requestId,
    requestedAt: now,
    dueAt: new Date(now.getTime() + LEASE_MS),
  };
};

/**
 * Stores a create before anything is sent: the operation, with the IDs of clients that already have this name, and its
 * first event, in one transaction.
 * @returns the new operation, or the existing one with this key
 * @throws AppError invalid_input for an end that has passed; operation_changed when the key was used for another request;
 *   name_in_progress when a client with this name is already being created in this cluster
 */
export async function openCreate(
  principal: Principal,
  place: Place,
  input: CreateClientInput & { ownerId?: string | null; ownerName?: string | null; rotationId?: string },
  { check, detail = {} }: OpenStep = {},
): Promise<{ row: OperationRow; isNew: boolean }> {
  const { clusterId } = place;
  const scopes = joinList(orderScopes(input.scopes));
  const end = endColumns(input.end, new Date());
  try {
    return await transaction(async (tx) => {
      const named = await tx.client.findMany({ where: { clusterId, name: input.name }, select: { clientId: true } });
      const row = await tx.operation.create({
        data: {
          ...newRow(principal, place),
          kind: "create",
          clientName: input.name,
          key: input.key,
          openKey: input.name,
          scopes,
          purpose: input.purpose || null,
          ownerId: input.ownerId ?? null,
          ownerName: input.ownerName ?? null,
          ...end,
          knownClientIds: joinList(named.map(({ clientId }) => clientId)),
          rotationId: input.rotationId ?? null,
        },
      });
      await check?.(tx, row);
      await appendOperationEvent(tx, row, "requested", { detail });
      return { row, isNew: true };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const where = { actorId_key: { actorId: principal.memberId, key: input.key } };
    const row = await db().operation.findUnique({ where });
    if (!row)
      throw new AppError("name_in_progress", {
        fields: { name: "A client with this name is being created right now." },
      });
    const isSame = row.clusterId === clusterId && row.clientName === input.name && row.scopes === scopes;
    if (!isSame) throw new AppError("operation_changed");
    return { row, isNew: false };
  }
}

type OpenStep = {
  /** Called when the operation's row is written. What it throws ends the transaction. */
  check?: (tx: Tx, row: OperationRow) => Promise<void>;
  /** Details of its first event. */
  detail?: Record<string, unknown>;
};

type DeleteTarget = {
  clientId: string;
  clientName: string | null;
  /** The create operation whose client is deleted because nobody has its secret. */
  discards?: string | undefined;
  rotationId?: string | undefined;
};

/**
 * Stores a delete before anything is sent. To discard an orphan, it first makes sure that nobody has the secret. From
 * then on, a late create response changes nothing.
 * @throws AppError delete_in_progress; operation_changed when somebody has the secret or is deleting the client
 */
export async function openDelete(
  actor: EventActor,
  place: Place,
  target: DeleteTarget,
  { check, detail = {} }: OpenStep = {},
): Promise<OperationRow & { clientId: string }> {
  const { clientId, discards, rotationId } = target;
  try {
    return await transaction(async (tx) => {
      const clientName = discards ? await discardOrphan(tx, place.clusterId, clientId, discards) : target.clientName;
      const row = await tx.operation.create({
        data: {
          ...newRow(actor, place),
          kind: "delete",
          clientId,
          clientName,
          openKey: `delete ${clientId}`,
          discards: discards ?? null,
          rotationId: rotationId ?? null,
        },
      });
      await check?.(tx, row);
      await appendOperationEvent(tx, row, "requested", { detail });
      return { ...row, clientId };
    });
  } catch (error) {
    throw isUniqueViolation(error) ? new AppError("delete_in_progress") : error;
  }
}

/** Whether a delete of this client is under way, from its row to its settled outcome. */
export async function isBeingDeleted(tx: Tx, clusterId: string, clientId: string): Promise<boolean> {
  const where = { clusterId, clientId, kind: "delete", state: { in: ["requested", "unknown"] } };
  return (await tx.operation.count({ where })) > 0;
}

/** @returns the name of the discarded client */
async function discardOrphan(tx: Tx, clusterId: string, clientId: string, id: string): Promise<string | null> {
  const { count } = await tx.operation.updateMany({
    where: {
      id,
      clusterId,
      clientId,
      OR: [{ state: "orphaned" }, { state: "succeeded", confirmedAt: null }],
    },
    data: { state: "discarded", dueAt: null },
  });
  if (count === 0) throw new AppError("operation_changed");
  return (await tx.operation.findUniqueOrThrow({ where: { id } })).clientName;
}

/** Stores that the response was unclear, and when the outcome is checked first. */
export async function markUnknown(row: OperationRow, detail: Record<string, unknown> = {}): Promise<OperationRow> {
  const changes = {
    state: "unknown",
    dueAt: new Date(Date.now() + CHECK_STEPS_MS[0]),
    // A delete may be repeated. A second create with the name would hide the outcome of the first.
    ...(row.kind === "delete" && { openKey: null }),
  };
  return transaction(async (tx) => {
    const { count } = await tx.operation.updateMany({ where: { id: row.id, state: "requested" }, data: changes });
    if (count > 0) await appendOperationEvent(tx, row, "unknown", { detail });
    return { ...row, ...changes };
  });
}

/** Stores the number of checks, and when the next one is due. */
export async function postponeCheck({ id, state }: OperationRow, checks: number, inMs: number): Promise<void> {
  await db().operation.updateMany({
    where: { id, state },
    data: { checks, dueAt: new Date(Date.now() + inMs) },
  });
}

/** No step between two checks is longer. A check that is due later was stored before a clock was set back. */
const LONGEST_STEP_MS = 3_600_000;

/** Operations whose check is due, and those that a crashed process left open. Oldest first. */
export async function dueOperations(take: number): Promise<OperationRow[]> {
  const now = Date.now();
  return db().operation.findMany({
    where: {
      state: { in: ["requested", "unknown", "absent", "orphaned"] },
      OR: [{ dueAt: { lte: new Date(now) } }, { dueAt: { gt: new Date(now + LONGEST_STEP_MS) } }],
    },
    orderBy: { dueAt: "asc" },
    take,
  });
}
