import "server-only";
import type { AuditFilter, AuditPage } from "@/lib/contract/audit";
import { type CappedCount, COUNTED_UP_TO, cappedCount } from "@/lib/contract/capped-count";
import { pageSize } from "@/lib/contract/lists";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { eventOf, findEvents, matchingEvents, visibleEvents } from "@/lib/server/audit/find-events";
import { db } from "@/lib/server/platform/database/db";
import { pageOf } from "@/lib/server/platform/page";

/**
 * Audit events, newest first, filtered, and paged by `seq`, so that new events don't shift pages.
 * @throws AppError forbidden
 */
export async function listEvents(principal: Principal, filter: AuditFilter): Promise<AuditPage> {
  await requireRight(principal, "audit.read");
  const size = pageSize(filter.before);
  const rows = await findEvents(await visibleEvents(principal), await matchingEvents(filter), { take: size + 1 });
  const page = pageOf(rows.toReversed(), size, ({ seq }) => seq);
  return { events: page.rows.map(eventOf), nextBefore: page.nextAfter };
}

/** How many events match, of those that this member may know of. @throws AppError forbidden */
export async function countEvents(principal: Principal, filter: AuditFilter): Promise<CappedCount> {
  await requireRight(principal, "audit.read");
  const where = await matchingEvents(filter);
  let count = 0;
  for (const visible of await visibleEvents(principal))
    count += await db().auditEvent.count({ where: { AND: [where, visible] }, take: COUNTED_UP_TO + 1 });
  return cappedCount(count);
}
