import "server-only";
import { randomUUID } from "node:crypto";
import { z } from "zod";
import type { AuditOutcome } from "@/lib/contract/audit-actions";
import { type CreateClientInput, INTENT_STATES, type Intent } from "@/lib/contract/clients";
import type { ErrorCode } from "@/lib/contract/errors";
import { orderScopes } from "@/lib/contract/scopes";
import { type AuditActor, appendEvent } from "@/lib/server/audit/append-event";
import type { Actor } from "@/lib/server/identity/access";
import { db, isUniqueViolation, type Tx, transaction } from "@/lib/server/platform/db";
import { AppError } from "@/lib/server/platform/errors";

/** How long one request has an intent to itself, in milliseconds: longer than its upstream exchanges can take. */
const LEASE_MS = 120_000;
/** After an answer that told nothing we look for the client at 2 s, 10 s, 60 s and 10 min; these are the steps between. */
export const LOOK_STEPS_MS = [2_000, 8_000, 50_000, 540_000] as const;

const OPEN_STATES = ["requested", "unknown"];

export type IntentRow = NonNullable<Awaited<ReturnType<Tx["intent"]["findUnique"]>>>;

const scopesSchema = z.array(z.string());
/** Scopes as their column holds them. */
export const readScopes = (column: string): string[] => scopesSchema.parse(JSON.parse(column));

export function intentOf(row: IntentRow): Intent {
  return {
    id: row.id,
    clusterId: row.clusterId,
    name: row.name,
    scopes: readScopes(row.scopes),
    purpose: row.purpose,
    state: z.enum(INTENT_STATES).parse(row.state),
    clientId: row.clientId,
    isNameTaken: row.state === "absent" && row.errorCode === "name_taken",
    requestedBy: row.actorName,
    requestedAt: row.createdAt.toISOString(),
    acknowledgedAt: row.acknowledgedAt?.toISOString() ?? null,
    nextLookAt: row.state === "unknown" ? (row.nextLookAt?.toISOString() ?? null) : null,
  };
}

/** Who an intent's later events are by: the person who asked for it. */
const actorOf = (row: IntentRow): AuditActor => ({
  memberId: row.actorId,
  name: row.actorName,
  role: row.role,
  address: row.address,
  requestId: row.requestId,
});

type Step = { clusterName: string | null; detail?: Record<string, unknown> };

function appendStep(tx: Tx, row: IntentRow, actor: AuditActor, outcome: AuditOutcome, { clusterName, detail }: Step) {
  return appendEvent(tx, actor, {
    action: "client.create",
    outcome,
    clusterId: row.clusterId,
    clusterName,
    clientId: row.clientId,
    clientName: row.name,
    intentId: row.id,
    detail: { scopes: readScopes(row.scopes), ...(row.purpose && { purpose: row.purpose }), ...detail },
  });
}

/**
 * Writes the wish down before anything is sent: the intent and its first audit event in one transaction.
 * @returns the new intent, or the one that this key has opened before
 * @throws AppError intent_state when the key was used for another wish; name_in_progress when the same name is already under way in this cluster
 */
export async function openIntent(
  actor: Actor,
  clusterId: string,
  clusterName: string | null,
  input: CreateClientInput,
) {
  const now = new Date();
  try {
    return await transaction(async (tx) => {
      const row = await tx.intent.create({
        data: {
          id: randomUUID(),
          key: input.key,
          clusterId,
          name: input.name,
          openName: input.name,
          scopes: JSON.stringify(orderScopes(input.scopes)),
          purpose: input.purpose || null,
          actorId: actor.memberId,
          actorName: actor.name,
          role: actor.role,
          address: actor.address,
          requestId: actor.requestId,
          state: "requested",
          createdAt: now,
          leaseUntil: new Date(now.getTime() + LEASE_MS),
        },
      });
      await appendStep(tx, row, actor, "requested", { clusterName });
      return { row, isNew: true };
    });
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    const row = await db().intent.findUnique({ where: { actorId_key: { actorId: actor.memberId, key: input.key } } });
    if (!row) throw new AppError("name_in_progress", { fields: { name: "This name is being created right now." } });
    const isSame = row.clusterId === clusterId && row.name === input.name;
    if (!isSame || row.scopes !== JSON.stringify(orderScopes(input.scopes))) throw new AppError("intent_state");
    return { row, isNew: false };
  }
}

type Ending = { state: "created" | "rejected" | "orphaned" | "absent"; clientId?: string; errorCode?: ErrorCode };
const OUTCOME_OF = { created: "succeeded", rejected: "rejected", orphaned: "orphaned", absent: "absent" } as const;

/**
 * Ends an open intent, once: its state, its one final audit event, and whatever `also` writes, in one transaction.
 * Camunda's own answer, however late it is written, corrects what another instance found when it could only look.
 * @returns whether it was this call that ended it
 */
export async function settleIntent(
  row: IntentRow,
  ending: Ending,
  step: Step & { actor?: AuditActor; also?: (tx: Tx) => Promise<unknown> },
): Promise<boolean> {
  const { state, clientId = null, errorCode = null } = ending;
  const isAnswer = state === "created" || state === "rejected";
  return transaction(async (tx) => {
    const { count } = await tx.intent.updateMany({
      where: { id: row.id, state: { in: isAnswer ? [...OPEN_STATES, "orphaned", "absent"] : OPEN_STATES } },
      data: { state, clientId, errorCode, openName: null, settledAt: new Date(), leaseUntil: null, nextLookAt: null },
    });
    if (count === 0) return false;
    const detail = { ...step.detail, ...(errorCode && { code: errorCode }) };
    const ended = { ...row, clientId };
    await appendStep(tx, ended, step.actor ?? actorOf(row), OUTCOME_OF[state], { ...step, detail });
    await step.also?.(tx);
    return true;
  });
}

/** Notes that the answer told nothing, and when to look next. */
export async function markUnknown(row: IntentRow, step: Step): Promise<IntentRow> {
  const nextLookAt = new Date(Date.now() + LOOK_STEPS_MS[0]);
  return transaction(async (tx) => {
    const { count } = await tx.intent.updateMany({
      where: { id: row.id, state: "requested" },
      data: { state: "unknown", leaseUntil: null, nextLookAt },
    });
    if (count > 0) await appendStep(tx, row, actorOf(row), "unknown", step);
    return { ...row, state: "unknown", leaseUntil: null, nextLookAt };
  });
}

/**
 * Takes the intent for one look, unless another instance has it, or has had it since `row` was read.
 * @returns whether it is ours now
 */
export async function claimIntent(row: IntentRow): Promise<boolean> {
  const now = new Date();
  const { id, state, nextLookAt } = row;
  const { count } = await db().intent.updateMany({
    where: { id, state, nextLookAt, OR: [{ leaseUntil: null }, { leaseUntil: { lt: now } }] },
    data: { leaseUntil: new Date(now.getTime() + LEASE_MS) },
  });
  return count === 1;
}

/** Sets how often we have looked and when we look next, and gives the intent back. */
export async function postponeLook(row: IntentRow, looks: number, inMs: number): Promise<void> {
  await db().intent.updateMany({
    where: { id: row.id, state: "unknown" },
    data: { looks, nextLookAt: new Date(Date.now() + inMs), leaseUntil: null },
  });
}

/**
 * Takes a client whose secret nobody has out of everybody else's hands while it is deleted, so that its answer, should
 * it turn up meanwhile, changes nothing any more.
 * @returns the intent as it was
 * @throws AppError intent_state when somebody has the secret, or somebody else is deleting the client
 */
export async function takeOrphan(tx: Tx, intentId: string, clusterId: string, clientId: string): Promise<IntentRow> {
  const row = await tx.intent.findUnique({ where: { id: intentId } });
  const isLost = row?.state === "orphaned" || (row?.state === "created" && row.acknowledgedAt === null);
  if (!row || !isLost || row.clusterId !== clusterId || row.clientId !== clientId) throw new AppError("intent_state");
  const { count } = await tx.intent.updateMany({
    where: { id: intentId, state: row.state, acknowledgedAt: null },
    data: { state: "discarded", leaseUntil: new Date(Date.now() + LEASE_MS) },
  });
  if (count === 0) throw new AppError("intent_state");
  return row;
}

/** Gives back what `takeOrphan` took: the client was not deleted, as far as anybody knows. */
export async function releaseOrphan(tx: Tx, { id, state }: Pick<IntentRow, "id" | "state">): Promise<void> {
  await tx.intent.updateMany({ where: { id, state: "discarded" }, data: { state, leaseUntil: null } });
}

/** Closes the orphan whose client is gone. */
export async function closeOrphan(tx: Tx, clusterId: string, clientId: string): Promise<void> {
  const where = { clusterId, clientId, state: { in: ["orphaned", "discarded"] } };
  await tx.intent.updateMany({ where, data: { state: "discarded", leaseUntil: null } });
}

/**
 * Follows what Camunda's list says of the orphans that were known at `knownAt`: one that is gone is closed; one that
 * was taken to be deleted and is still there after its lease is open again, for whoever took it did not come back.
 */
export async function followOrphans(
  tx: Tx,
  clusterId: string,
  { isGone, knownAt }: { isGone: (clientId: string) => boolean; knownAt: Date },
): Promise<void> {
  const where = {
    clusterId,
    OR: [
      { state: "orphaned", settledAt: { lte: knownAt } },
      { state: "discarded", leaseUntil: { lt: knownAt } },
    ],
  };
  for (const { id, clientId, state } of await tx.intent.findMany({ where })) {
    if (clientId && isGone(clientId)) await closeOrphan(tx, clusterId, clientId);
    else if (state === "discarded") await releaseOrphan(tx, { id, state: "orphaned" });
  }
}

/** Open intents that are due: to be looked for, or left behind by a process that died. */
export async function dueIntents(): Promise<IntentRow[]> {
  const now = new Date();
  return db().intent.findMany({
    where: {
      OR: [
        { state: "unknown", nextLookAt: { lte: now } },
        { state: "requested", leaseUntil: { lt: now } },
      ],
    },
  });
}
