import "server-only";
import { z } from "zod";
import type { AuditFilter, AuditPage } from "@/lib/contract/audit";
import { pageSize } from "@/lib/contract/lists";
import { findVisibleIds, type Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { db } from "@/lib/server/platform/database/db";
import { pageOf } from "@/lib/server/platform/page";

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
async function visibleEvents(principal: Principal) {
  const ids = await findVisibleIds(principal);
  if (ids === null) return [{}];
  const own = { clusterId: null, actorId: principal.memberId, NOT: { action: { startsWith: "member." } } };
  const slices = Array.from({ length: Math.ceil(ids.length / IDS) }, (_, at) => ids.slice(at * IDS, (at + 1) * IDS));
  return [own, ...slices.map((slice) => ({ clusterId: { in: slice } }))];
}

/**
 * Audit events, newest first, filtered, and paged by `seq`, so that new events don't shift pages.
 * @throws AppError forbidden
 */
export async function listEvents(principal: Principal, filter: AuditFilter): Promise<AuditPage> {
  await requireRight(principal, "audit.read");
  const { person, action, cluster, client, outcome, from, to, before } = filter;
  const size = pageSize(before);
  const wanted = [
    person ? byIdOrName("actorId", "actorName", person) : {},
    cluster ? byIdOrName("clusterId", "clusterName", cluster) : {},
    // Ids of clients are Camunda's, and could be names as well.
    client ? { OR: [{ clientId: client }, { clientName: client }] } : {},
    action ? { action } : {},
    outcome ? { outcome } : {},
    from ? { at: { gte: new Date(from) } } : {},
    to ? { at: { lt: new Date(to) } } : {},
    before ? { seq: { lt: before } } : {},
  ];
  const visible = await visibleEvents(principal);
  const found = await Promise.all(
    visible.map((condition) =>
      db().auditEvent.findMany({
        where: { AND: [...wanted, condition] },
        orderBy: { seq: "desc" },
        take: size + 1,
      }),
    ),
  );
  const rows = found.flat().toSorted((a, b) => b.seq - a.seq);
  const page = pageOf(rows, size, ({ seq }) => seq);
  return {
    events: page.rows.map((row) => ({
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
    })),
    nextBefore: page.nextAfter,
  };
}
