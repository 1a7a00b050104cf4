import "server-only";
import { randomUUID } from "node:crypto";
import type { AuditAction, AuditOutcome } from "@/lib/contract/audit-actions";
import { EVENT_VERSION, hashEvent } from "@/lib/server/history/event-hash";
import type { Tx } from "@/lib/server/platform/database/db";
import { scrubShapes } from "@/lib/server/platform/scrub";

/** Whom an event is about: a person in a request, or Latchkey itself. */
export type EventActor = {
  memberId: string | null;
  name: string;
  role: string | null;
  address: string | null;
  requestId: string | null;
};

/** A background job, which has no request. */
export const LATCHKEY: EventActor = { memberId: null, name: "Latchkey", role: null, address: null, requestId: null };

export type EventEntry = {
  action: AuditAction;
  outcome: AuditOutcome;
  clusterId?: string | null;
  clusterName?: string | null;
  clientId?: string | null;
  clientName?: string | null;
  operationId?: string | null;
  /** Small facts; never a secret, a token or a body. */
  detail?: Record<string, unknown>;
};

/** One organization for now; see camunda/account. */
const ORGANIZATION_ID = "default";

/**
 * What looks like a credential never becomes permanent. Secrets in flight are not searched for: none is ever among the
 * facts, and a caller could blank out words of an event by sending them as a secret. Each text by itself: in the
 * finished JSON, a scrubbed quote would leave text that no parser accepts.
 */
const scrubValue = (_key: string, value: unknown) => (typeof value === "string" ? scrubShapes(value) : value);

/**
 * Appends one event to the history, inside the caller's transaction: if the event can't be written, neither is the
 * change. Call it last in the transaction: it locks the head of the history, on which every other append waits.
 */
export async function appendEvent(tx: Tx, actor: EventActor, entry: EventEntry): Promise<void> {
  const head = await tx.auditHead.update({ where: { id: 1 }, data: { seq: { increment: 1 } } });
  const event = {
    seq: head.seq,
    id: randomUUID(),
    organizationId: ORGANIZATION_ID,
    version: EVENT_VERSION,
    at: new Date(),
    actorId: actor.memberId,
    actorName: actor.name,
    role: actor.role,
    address: actor.address,
    action: entry.action,
    outcome: entry.outcome,
    clusterId: entry.clusterId ?? null,
    clusterName: entry.clusterName ?? null,
    clientId: entry.clientId ?? null,
    clientName: entry.clientName ?? null,
    requestId: actor.requestId,
    operationId: entry.operationId ?? null,
    detail: JSON.stringify(entry.detail ?? {}, scrubValue),
  };
  const hash = hashEvent(head.hash, event);
  if (hash === null) throw new Error(`There is no hash for events of version ${event.version}.`);
  await tx.auditEvent.create({ data: { ...event, prevHash: head.hash, hash } });
  await tx.auditHead.update({ where: { id: 1 }, data: { hash } });
}
