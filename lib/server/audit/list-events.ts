import "server-only";
import { z } from "zod";
import { type AuditFilter, type AuditPage, auditActionSchema, auditOutcomeSchema } from "@/lib/contract/audit";
import { type Actor, requireRight } from "@/lib/server/identity/access";
import { db } from "@/lib/server/platform/db";

const PAGE_SIZE = 50;
const detailSchema = z.record(z.string(), z.unknown());

/** Upper and lower case count as the same on PostgreSQL and on SQLite alike only without LIKE: so we match exactly, by id or by name. */
const byIdOrName = (id: string, name: string, value: string) => ({ OR: [{ [id]: value }, { [name]: value }] });

/**
 * Audit events, newest first, filtered, paged by `seq` (a page never shifts while events are added).
 * @throws AppError forbidden
 */
export async function listEvents(actor: Actor, filter: AuditFilter): Promise<AuditPage> {
  await requireRight(actor, "audit.read");
  const { person, action, cluster, client, outcome, from, to, before } = filter;
  const rows = await db().auditEvent.findMany({
    where: {
      AND: [
        person ? byIdOrName("actorId", "actorName", person) : {},
        cluster ? byIdOrName("clusterId", "clusterName", cluster) : {},
        client ? byIdOrName("clientId", "clientName", client) : {},
        action ? { action } : {},
        outcome ? { outcome } : {},
        from ? { at: { gte: new Date(from) } } : {},
        to ? { at: { lt: new Date(to) } } : {},
        before ? { seq: { lt: before } } : {},
      ],
    },
    orderBy: { seq: "desc" },
    take: PAGE_SIZE + 1,
  });
  const page = rows.slice(0, PAGE_SIZE);
  return {
    events: page.map((row) => ({
      seq: row.seq,
      at: row.at.toISOString(),
      actorName: row.actorName,
      actorId: row.actorId,
      role: row.role,
      address: row.address,
      action: auditActionSchema.parse(row.action),
      outcome: auditOutcomeSchema.parse(row.outcome),
      clusterId: row.clusterId,
      clusterName: row.clusterName,
      clientId: row.clientId,
      clientName: row.clientName,
      requestId: row.requestId,
      detail: detailSchema.parse(JSON.parse(row.detail)),
    })),
    nextBefore: rows.length > PAGE_SIZE ? (page.at(-1)?.seq ?? null) : null,
  };
}
