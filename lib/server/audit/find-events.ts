import "server-only";
import { z } from "zod";
import type { AuditEvent, AuditFilter } from "@/lib/contract/audit";
import { findVisibleIds, type Principal } from "@/lib/server/access/principal";
import { type Db, db } from "@/lib/server/platform/database/db";

type EventRow = NonNullable<Awaited<ReturnType<Db["auditEvent"]["findFirst"]>>>;
type EventWhere = NonNullable<NonNullable<Parameters<Db["auditEvent"]["findMany"]>[0]>["where"]>;

/** IDs of clusters per statement. */
const IDS = 500;

const detailSchema = z.record(z.string(), z.unknown());

const uuidSchema = z.uuid();
/** By id, where the value has the form of ours; by the whole name elsewhere. Each has an index of its own. */
const byIdOrName = (id: string, name: string, value: string) => ({
  [uuidSchema.safeParse(value).success ? id : name]: value,
});

/**
 * Those of clusters that this member may know of, and without a role on all clusters only their own of the others. Of
 * changes of members not even those: their details name other clusters.
 * @returns conditions that no event meets twice, one for each statement
 */
export async function visibleEvents(principal: Principal): Promise<EventWhere[]> {
  const ids = await findVisibleIds(principal);
  if (ids === null) return [{}];
  const own = { clusterId: null, actorId: principal.memberId, NOT: { action: { startsWith: "member." } } };
  const slices = Array.from({ length: Math.ceil(ids.length / IDS) }, (_, at) => ids.slice(at * IDS, (at + 1) * IDS));
  return [own, ...slices.map((slice) => ({ clusterId: { in: slice } }))];
}

/**
 * Instants increase with the numbers of events, but for clocks of instances that differ. With this much on both sides, in
 * milliseconds, no event of a time is outside of its numbers.
 */
const CLOCKS_MS = 2 * 86_400_000;

/**
 * The numbers between which all events of a time are. Events are listed by number, so without them a query would walk
 * through all events before or after that time.
 */
async function numbersOf({ from, to }: AuditFilter): Promise<EventWhere> {
  const select = { seq: true };
  const nearest = (direction: "asc" | "desc", at: { gt: Date } | { lt: Date }) =>
    db().auditEvent.findFirst({ where: { at }, orderBy: { at: direction }, select });
  const before = from && (await nearest("desc", { lt: new Date(Date.parse(from) - CLOCKS_MS) }));
  const after = to && (await nearest("asc", { gt: new Date(Date.parse(to) + CLOCKS_MS) }));
  return { seq: { ...(before && { gt: before.seq }), ...(after && { lt: after.seq }) } };
}

/** Prisma's condition for the events that a filter matches. */
export async function matchingEvents(filter: AuditFilter): Promise<EventWhere> {
  const { person, action, cluster, client, outcome, from, to, upTo, before } = filter;
  return {
    AND: [
      person ? byIdOrName("actorId", "actorName", person) : {},
      cluster ? byIdOrName("clusterId", "clusterName", cluster) : {},
      // Ids of clients are Camunda's, and could be names as well.
      client ? { OR: [{ clientId: client }, { clientName: client }] } : {},
      action ? { action } : {},
      outcome ? { outcome } : {},
      from ? { at: { gte: new Date(from) } } : {},
      to ? { at: { lt: new Date(to) } } : {},
      from || to ? await numbersOf(filter) : {},
      upTo ? { seq: { lte: upTo } } : {},
      before ? { seq: { lt: before } } : {},
    ],
  };
}

/**
 * Events that meet both, oldest first. With `take` at least so many of the newest, if there are.
 * @param visible the conditions of `visibleEvents`
 */
export async function findEvents(
  visible: readonly EventWhere[],
  where: EventWhere,
  { take }: { take?: number } = {},
): Promise<EventRow[]> {
  const found = await Promise.all(
    visible.map((condition) =>
      db().auditEvent.findMany({
        where: { AND: [where, condition] },
        orderBy: { seq: "desc" },
        ...(take !== undefined && { take }),
      }),
    ),
  );
  return found.flat().toSorted((a, b) => a.seq - b.seq);
}

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
    operationId: row.operationId,
    detail: detailSchema.parse(JSON.parse(row.detail)),
  };
}
