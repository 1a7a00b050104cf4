import "server-only";
import type { AuditFilter, AuditPage } from "@/lib/contract/audit";
import { pageSize } from "@/lib/contract/lists";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { eventOf, findEvents, matchingEvents, visibleEvents } from "@/lib/server/audit/find-events";
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
