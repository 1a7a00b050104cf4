import "server-only";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { AuditExportQuery, AuditFilter } from "@/lib/contract/audit";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { eventOf, findEvents, matchingEvents, visibleEvents } from "@/lib/server/audit/find-events";
import { startExport } from "@/lib/server/exports/start-export";
import type { ExportRow } from "@/lib/server/exports/write-rows";
import { db } from "@/lib/server/platform/database/db";

/**
 * Numbers of events that one query covers. A filter that matches little gets wider spans, so that it takes fewer
 * queries; none of them looks at more than this, so none holds up the event loop.
 */
const [NARROW, WIDE] = [100, 4_000];

const COLUMNS = [
  ...["seq", "at", "actorName", "actorId", "role", "address", "action", "outcome", "clusterId", "clusterName"],
  ...["clientId", "clientName", "requestId", "operationId", "detail"],
] as const;

/** The events up to `last` that match, oldest first. */
async function* readEvents(principal: Principal, filter: AuditFilter, last: number) {
  const [visible, matching] = [await visibleEvents(principal), await matchingEvents(filter)];
  let span = NARROW;
  for (let after = 0; after < last; ) {
    const until = Math.min(after + span, last);
    const rows = await findEvents(visible, { AND: [matching, { seq: { gt: after, lte: until } }] });
    yield rows.map((row): ExportRow => eventOf(row));
    after = until;
    span = rows.length > NARROW / 4 ? NARROW : Math.min(span * 2, WIDE);
    await nextTurn();
  }
}

/**
 * The events that match a filter and that this member may see, oldest first, as a file that is read while it is sent.
 * It ends with the newest event of its beginning, its own.
 * @throws AppError forbidden, exports_busy
 */
export async function exportHistory(principal: Principal, { format, bom, ...filter }: AuditExportQuery) {
  await requireRight(principal, "audit.read");
  return startExport(principal, {
    name: "history",
    action: "history.export",
    format,
    bom: bom !== undefined,
    filter,
    columns: COLUMNS,
    read: async () => {
      const last = (await db().auditHead.findUniqueOrThrow({ where: { id: 1 } })).seq;
      // Numbers have no gaps. What a filter matches is not counted: that would read all of it first.
      const isAll = Object.keys(filter).length === 0 && principal.access.everywhere !== null;
      return { total: isAll ? last : null, slices: readEvents(principal, filter, last) };
    },
  });
}
