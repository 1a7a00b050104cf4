import "server-only";
import type { RotationResult, StartRotationInput } from "@/lib/contract/rotations";
import { RESPONSE_MS } from "@/lib/contract/time-limits";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { canBeCreating, sendDelete } from "@/lib/server/clients/send-delete";
import { checkNewName } from "@/lib/server/metadata/rules";
import { isBeingDeleted, openDelete } from "@/lib/server/operations/operations";
import { isUniqueViolation } from "@/lib/server/platform/database/database-errors";
import { db, type Tx } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";
import { checkDeadline } from "@/lib/server/rotations/check-deadline";
import { createNewClient, requireWaiting } from "@/lib/server/rotations/create-new-client";
import { findClient } from "@/lib/server/rotations/rotation-rights";
import type { ClientRow } from "@/lib/server/sync/stored-clients";
import { findClusterRow } from "@/lib/server/sync/stored-clusters";
import { appendRotationEvent } from "@/lib/server/sync/stored-rotations";

/** After this time, in milliseconds, people are reminded of a leaked client whose replacement is not finished. */
const LEAK_MS = 3_600_000;

/** What a create may take of the browser's patience, in milliseconds: the secret must not come too late to be shown. */
const CREATE_MS = 20_000;

const NOTHING_DONE = "Nothing was deleted, and no client was created.";

/** Checks all that can be checked before anything is sent: a leaked client must not be gone without a new one. */
async function checkInput(input: StartRotationInput, old: ClientRow): Promise<void> {
  // Owner and purpose move along as they are: the person who replaces a leaked client must not be stopped by a form.
  checkNewName(input.name);
  if (input.reason === "leak" && input.confirmation !== old.name)
    throw new AppError("invalid_input", { fields: { confirmation: `Type ${old.name} to confirm.` } });
  if (input.reason !== "leak") checkDeadline(input.deadline);
  const { clusterId } = old;
  const isTaken = (await db().client.count({ where: { clusterId, name: input.name, goneAt: null } })) > 0;
  if (isTaken) throw new AppError("name_taken", { fields: { name: new AppError("name_taken").message } });
  // Without a leak, the create is stored first, and that finds out.
  if (input.reason !== "leak") return;
  const others = { clusterId, openKey: input.name, key: { not: input.key } };
  if ((await db().operation.count({ where: others })) > 0)
    throw new AppError("name_in_progress", { fields: { name: new AppError("name_in_progress").message } });
}

const storeRotation = (actor: Principal, old: ClientRow, input: StartRotationInput) => async (tx: Tx) => {
  const now = new Date();
  const isLeak = input.reason === "leak";
  const deadline = isLeak ? new Date(now.getTime() + LEAK_MS) : new Date(input.deadline);
  const data = {
    id: input.key,
    organizationId: ORGANIZATION_ID,
    ...{ reason: input.reason, note: input.note || null },
    ...{ clusterId: old.clusterId, oldClientId: old.clientId, oldName: old.name, newName: input.name },
    openKey: old.clientId,
    ...{ deadline, deadlineAction: isLeak ? "remind" : input.deadlineAction },
    ...{ deadlineSetById: actor.memberId, deadlineSetByName: actor.name },
    ...{ startedById: actor.memberId, startedByName: actor.name, startedAt: now },
  };
  // A deletion at the client's end writes this row too and asks for rotations, so one of both comes first.
  const where = { id: old.id, goneAt: null };
  const { count } = await tx.client.updateMany({ where, data: { goneAt: null } });
  if (count === 0) throw new AppError("client_not_found");
  // The delete of a leaked client is this rotation's own.
  if (!isLeak && (await isBeingDeleted(tx, old.clusterId, old.clientId))) throw new AppError("delete_in_progress");
  const rotation = await tx.rotation.create({ data }).catch((error: unknown) => {
    throw isUniqueViolation(error) ? new AppError("rotation_in_progress", { cause: error }) : error;
  });
  await appendRotationEvent(
    tx,
    actor,
    {
      rotation,
      action: "rotation.start",
      outcome: "requested",
      detail: isLeak ? {} : { deadline: deadline.toISOString(), deadlineAction: input.deadlineAction },
    },
    old.clusterName,
  );
};

/**
 * The rotation that a request with this key started, if it was the same.
 * @throws AppError operation_changed, also for the key of a create without a rotation: one that was refused has none
 */
async function findStarted(
  { memberId }: Principal,
  old: ClientRow,
  { key, reason }: StartRotationInput,
): Promise<RotationResult | null> {
  // In this order: a rotation is stored together with its first operation.
  const create = await db().operation.findUnique({ where: { actorId_key: { actorId: memberId, key } } });
  const started = await db().rotation.findUnique({ where: { id: key } });
  if (!started && create) throw new AppError("operation_changed");
  if (!started) return null;
  const isSame =
    started.startedById === memberId &&
    started.reason === reason &&
    started.clusterId === old.clusterId &&
    started.oldClientId === old.clientId;
  if (!isSame) throw new AppError("operation_changed");
  return { outcome: "pending", rotationId: key };
}

/**
 * What to answer when a rotation or a delete of the client was stored at the same moment: the state, if it was this very
 * request, sent twice; otherwise the error, with the ID of the rotation that is in the way, so that a page can link to it.
 */
async function afterCollision(
  error: unknown,
  actor: Principal,
  old: ClientRow,
  input: StartRotationInput,
): Promise<RotationResult> {
  const isCollision =
    error instanceof AppError && (error.code === "rotation_in_progress" || error.code === "delete_in_progress");
  if (!isCollision) throw error;
  const repeated = await findStarted(actor, old, input);
  if (repeated) return repeated;
  const where = { clusterId: old.clusterId, openKey: old.clientId };
  const open = await db().rotation.findFirst({ where });
  throw new AppError(error.code, { cause: error, ...(open && { fields: { rotationId: open.id } }) });
}

/**
 * Deletes a leaked client before its replacement is created. After an unclear response it goes on: the person needs the
 * new client in any case, and the rotation says that the old one may be left.
 * @throws AppError delete_in_progress; console_* when Camunda refused, so that nothing was done
 */
async function deleteLeaked(actor: Principal, old: ClientRow, input: StartRotationInput): Promise<void> {
  const { clusterId, clusterName, clientId, name: clientName } = old;
  const earlier = await db().operation.findFirst({ where: { clusterId, clientId, kind: "delete", state: "unknown" } });
  const row = await openDelete(
    actor,
    { clusterId, clusterName },
    { clientId, clientName, rotationId: input.key },
    { check: storeRotation(actor, old, input), detail: { rotation: input.key, rotationReason: "leak" } },
  );
  const outcome = await sendDelete(row, { mayBeDone: earlier !== null });
  if (outcome.kind !== "refused") return;
  const { error } = outcome;
  throw new AppError(error.code, {
    cause: error,
    message: `Camunda refused to delete ${clientName}. ${NOTHING_DONE} ${error.message}`,
  });
}

/**
 * Starts the rotation of a client: stores it together with the create of the new client, and sends that. For a leak it
 * deletes the old client first. A repeated key gets the state, never the secret.
 * @returns "created" with the secret, once; "pending" when the rotation's page says what is true: the response was
 *   unclear, or a leaked client is deleted and the new one was not created
 * @throws AppError forbidden, invalid_input, client_not_found; create_in_progress; rotation_in_progress with the open
 *   rotation's ID; name_taken, name_in_progress, create_refused, console_* when nothing was done
 */
export async function startRotation(
  principal: Principal,
  clusterId: string,
  clientId: string,
  input: StartRotationInput,
): Promise<RotationResult> {
  const old = await findClient(clusterId, clientId);
  const isOwn = old?.createdById === principal.memberId;
  const actor = await requireRight(principal, "clients.rotate", { clusterId, clientId, isOwn });
  if (!old) throw new AppError("client_not_found");
  const started = await findStarted(actor, old, input);
  if (started) return started;
  if (old.goneAt !== null) throw new AppError("client_not_found");
  if (await canBeCreating(clusterId, old)) throw new AppError("create_in_progress");
  await checkInput(input, old);
  const cluster = await findClusterRow(clusterId);
  const request = { ...input, rotationId: input.key };
  if (input.reason !== "leak")
    return createNewClient(actor, cluster, old, request, storeRotation(actor, old, input)).catch((error: unknown) =>
      afterCollision(error, actor, old, input),
    );
  const begun = Date.now();
  try {
    await deleteLeaked(actor, old, input);
  } catch (error) {
    return afterCollision(error, actor, old, input);
  }
  if (Date.now() - begun > RESPONSE_MS - CREATE_MS) return { outcome: "pending", rotationId: input.key };
  return createNewClient(actor, cluster, old, request, requireWaiting(input.key, input.name)).catch(
    (error: unknown) => {
      // The rotation's page says what is true: deleted and not created, with a button, or that somebody created it meanwhile.
      log.warn("leaked client not replaced", { clusterId, clientId, error });
      return { outcome: "pending", rotationId: input.key };
    },
  );
}
