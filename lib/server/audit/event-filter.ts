import "server-only";
import { z } from "zod";
import type { AuditEvent, AuditFilter } from "@/lib/contract/audit";
import { findVisible, type Principal } from "@/lib/server/access/principal";
import type { Db } from "@/lib/server/platform/database/db";

const detailSchema = z.record(z.string(), z.unknown());

const uuidSchema = z.uuid();
/** By id, where the value has the form of ours; by the whole name elsewhere. Each has an index of its own. */
const byIdOrName = (id: string, name: string, value: string) => ({
  [uuidSchema.safeParse(value).success ? id : name]: value,
});

/**
 * Those of clusters that this member may know of, and without a role on all clusters only their own of the others. Of
 * changes of members not even those: their details name other clusters.
 */
async function visibleEvents(principal: Principal) {
  if (principal.access.everywhere !== null) return {};
  const own = { clusterId: null, actorId: principal.memberId, NOT: { action: { startsWith: "member." } } };
  return { OR: [await findVisible(principal, "clusterId"), own] };
}

/** Prisma's conditions for the events that match a filter and that this member may see. */
export async function eventsThatMatch(principal: Principal, filter: AuditFilter) {
  const { person, action, cluster, client, outcome, from, to, upTo, before } = filter;
  return [
    person ? byIdOrName("actorId", "actorName", person) : {},
    cluster ? byIdOrName("clusterId", "clusterName", cluster) : {},
    // Ids of clients are Camunda's, and could be names as well.
    client ? { OR: [{ clientId: client }, { clientName: client }] } : {},
    action ? { action } : {},
    outcome ? { outcome } : {},
    from ? { at: { gte: new Date(from) } } : {},
    to ? { at: { lt: new Date(to) } } : {},
    upTo ? { seq: { lte: upTo } } : {},
    before ? { seq: { lt: before } } : {},
    await visibleEvents(principal),
  ];
}

type EventRow = NonNullable<Awaited<ReturnType<Db["auditEvent"]["findFirst"]>>>;

/** A stored event as people see it. */
export function eventOf(row: EventRow): AuditEvent {
  return {
    seq: row.seq,
    at: row.at.toISOString(),
    actorName: row.actorName,
    actorId: row.actorId,
    role: row.role,
    address: row.address,
    action: row.action,
    outcome: row.outcome,
    clusterId: row.clusterId,
    clusterName: row.clusterName,
    clientId: row.clientId,
    clientName: row.clientName,
    requestId: row.requestId,
    detail: detailSchema.parse(JSON.parse(row.detail)),
  };
}
