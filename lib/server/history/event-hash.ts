import "server-only";
import { createHash, createHmac } from "node:crypto";
import type { AuditKey } from "@/lib/server/platform/audit-keys";

/** The fields of an event that its hash covers. */
export type EventFields = {
  seq: number;
  id: string;
  organizationId: string;
  version: number;
  at: Date;
  actorId: string | null;
  actorName: string;
  role: string | null;
  address: string | null;
  action: string;
  outcome: string;
  clusterId: string | null;
  clusterName: string | null;
  clientId: string | null;
  clientName: string | null;
  requestId: string | null;
  operationId: string | null;
  /** A JSON object, as text. */
  detail: string;
  /** The ID of the key, from version 3 on. */
  keyId: string | null;
};

/** The version of the canonical form for new events: with a key, and without one. */
export const KEYED_VERSION = 3;
export const PLAIN_VERSION = 2;

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

/** Version 1: the values without names, in the order that the columns had. */
function hashVersion1(prevHash: string, event: EventFields): string {
  const who = [event.seq, event.id, event.at, event.actorId, event.actorName, event.role, event.address];
  const what = [event.action, event.outcome, event.clusterId, event.clusterName, event.clientId, event.clientName];
  return sha256(JSON.stringify([prevHash, ...who, ...what, event.requestId, event.operationId, event.detail]));
}

const FIELDS_OF_VERSION_2 = [
  ...[
    "action",
    "actorId",
    "actorName",
    "address",
    "at",
    "clientId",
    "clientName",
    "clusterId",
    "clusterName",
    "detail",
  ],
  ...["id", "operationId", "organizationId", "outcome", "requestId", "role", "seq", "version"],
] as readonly (keyof EventFields)[];

const FIELDS_OF_VERSION_3 = [...FIELDS_OF_VERSION_2, "keyId"] as const;

/** These fields with their names, so that new columns and their order make no difference. */
function canonical(prevHash: string, event: EventFields, fields: readonly (keyof EventFields)[]): string {
  return JSON.stringify([["prevHash", prevHash], ...fields.map((name) => [name, event[name]])]);
}

/** HMAC-SHA-256 in hexadecimal digits. */
export function hmac({ secret }: AuditKey, text: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}

/**
 * The hash of an event and, through `prevHash`, of every event before it. Version 3 has a key: without it, nobody can
 * make a hash.
 * @param key the one that `keyId` names; undefined for a version without keys
 * @returns null when this release does not know the event's version, or when the key is missing
 */
export function hashEvent(prevHash: string, event: EventFields, key?: AuditKey): string | null {
  if (event.version === 1) return hashVersion1(prevHash, event);
  if (event.version === PLAIN_VERSION) return sha256(canonical(prevHash, event, FIELDS_OF_VERSION_2));
  if (event.version !== KEYED_VERSION || !key) return null;
  return hmac(key, canonical(prevHash, event, FIELDS_OF_VERSION_3));
}
