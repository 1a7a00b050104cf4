import "server-only";
import { randomUUID } from "node:crypto";
import type { AuditAction, AuditOutcome } from "@/lib/contract/audit-actions";
import { hashEvent, KEYED_VERSION, PLAIN_VERSION } from "@/lib/server/history/event-hash";
import type { Tx } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";
import { scrubShapes } from "@/lib/server/platform/scrub";
import { cleanText } from "@/lib/server/platform/text";

/** Who caused an event: a person in a request, or Latchkey itself. */
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
  /** Details; never a secret, a token or a body. */
  detail?: Record<string, unknown>;
};

/** The maximum length of a person's name, which is part of all their events, and events stay. */
export const LONGEST_NAME = 100;

/**
 * Nothing that looks like a credential becomes permanent. Secrets in flight are not replaced: details never contain
 * one, and a caller could hide words of an event by sending them as a secret. Each text is scrubbed separately, because
 * scrubbing a quote in the finished JSON would make it invalid.
 */
const scrubValue = (_key: string, value: unknown) => (typeof value === "string" ? scrubShapes(value) : value);

/**
 * Appends one event to the history in the caller's transaction: without the event, there is no change. Call it last in
 * the transaction, because it locks the head of the history, for which all other appends wait.
 */
export async function appendEvent(tx: Tx, actor: EventActor, entry: EventEntry): Promise<void> {
  const key = env().audit.keys.current;
  // This changes nothing and locks the row. The database lets the head move only to an event that is already there.
  const head = await tx.auditHead.update({ where: { id: 1 }, data: { seq: { increment: 0 } } });
  const event = {
    seq: head.seq + 1,
    id: randomUUID(),
    organizationId: ORGANIZATION_ID,
    version: key ? KEYED_VERSION : PLAIN_VERSION,
    at: new Date(),
    actorId: actor.memberId,
    // Whatever the row of a member holds.
    actorName: cleanText(actor.name, LONGEST_NAME),
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
    keyId: key?.id ?? null,
  };
  const hash = hashEvent(head.hash, event, key ?? undefined);
  if (hash === null) throw new Error(`There is no hash for events of version ${event.version}.`);
  await tx.auditEvent.create({ data: { ...event, prevHash: head.hash, hash } });
  await tx.auditHead.update({ where: { id: 1 }, data: { seq: event.seq, hash } });
}
