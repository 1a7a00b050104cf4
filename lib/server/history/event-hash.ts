import "server-only";
import { createHash } from "node:crypto";

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
};

/** The version of the canonical form for new events. */
export const EVENT_VERSION = 2;

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

/** Version 2: these fields with their names, so that new columns and their order make no difference. */
function hashVersion2(prevHash: string, event: EventFields): string {
  return sha256(JSON.stringify([["prevHash", prevHash], ...FIELDS_OF_VERSION_2.map((name) => [name, event[name]])]));
}

const HASHES = new Map([
  [1, hashVersion1],
  [EVENT_VERSION, hashVersion2],
]);

/**
 * The hash of an event and, through `prevHash`, of every event before it.
 * @returns null when this release does not know the event's version
 */
export function hashEvent(prevHash: string, event: EventFields): string | null {
  return HASHES.get(event.version)?.(prevHash, event) ?? null;
}
