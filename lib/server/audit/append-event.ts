import "server-only";
import { createHash, randomUUID } from "node:crypto";
import type { AuditAction, AuditOutcome } from "@/lib/contract/audit-actions";
import type { Tx } from "@/lib/server/platform/db";
import { scrubShapes } from "@/lib/server/platform/scrub";

/** Who an event is about: a person in a request, or Latchkey itself. */
export type AuditActor = {
  memberId: string | null;
  name: string;
  role: string | null;
  address: string | null;
  requestId: string | null;
};

/** The janitor, who has no request. */
export const LATCHKEY: AuditActor = { memberId: null, name: "Latchkey", role: null, address: null, requestId: null };

type Entry = {
  action: AuditAction;
  outcome: AuditOutcome;
  clusterId?: string | null;
  clusterName?: string | null;
  clientId?: string | null;
  clientName?: string | null;
  intentId?: string | null;
  /** Small facts; never a secret, a token or a body. */
  detail?: Record<string, unknown>;
};

/**
 * What looks like a credential never becomes permanent. Secrets in flight are not looked for: none is ever among the
 * facts, and a caller could blank out words of an event by sending them as a secret. Each text by itself:
 * in the finished JSON a scrubbed quote would leave what nobody can read again.
 */
const scrubValue = (_key: string, value: unknown) => (typeof value === "string" ? scrubShapes(value) : value);

/** The text that an event's hash covers: every field in a fixed order, behind the hash of the event before. */
export function hashEvent(prevHash: string, fields: readonly unknown[]): string {
  return createHash("sha256")
    .update(JSON.stringify([prevHash, ...fields]))
    .digest("hex");
}

/**
 * Appends one event to the chain, inside the caller's transaction: if the event can't be written, neither is the change.
 * Bumping the head row first makes appenders wait for each other on both databases.
 */
export async function appendEvent(tx: Tx, actor: AuditActor, entry: Entry): Promise<void> {
  const head = await tx.auditHead.update({ where: { id: 1 }, data: { seq: { increment: 1 } } });
  const event = {
    seq: head.seq,
    id: randomUUID(),
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
    intentId: entry.intentId ?? null,
    detail: JSON.stringify(entry.detail ?? {}, scrubValue),
  };
  const hash = hashEvent(head.hash, Object.values(event));
  await tx.auditEvent.create({ data: { ...event, prevHash: head.hash, hash } });
  await tx.auditHead.update({ where: { id: 1 }, data: { hash } });
}
