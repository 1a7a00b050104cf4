import "server-only";
import type { ConsoleEventPage, ConsoleEventQuery } from "@/lib/contract/console-events";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { db } from "@/lib/server/platform/database/db";
import { errorCodeOf } from "@/lib/server/platform/errors";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";
import { following, orderBy, pageOf, requireCursor, type SortKey } from "@/lib/server/platform/page";

/** Rows of the first page, which stands above Latchkey's own history, and of later pages. */
const FIRST_PAGE_SIZE = 5;
const LATER_PAGE_SIZE = 50;

const KEYS: readonly SortKey[] = [
  { column: "at", direction: "desc", isNullable: true },
  { column: "id", direction: "desc" },
];

/**
 * What Camunda's activity log says about a cluster's clients, as it was last read. No upstream call.
 * @throws AppError forbidden, cluster_not_found
 */
export async function listConsoleEvents(
  principal: Principal,
  clusterId: string,
  { after }: ConsoleEventQuery = {},
): Promise<ConsoleEventPage> {
  await requireRight(principal, "audit.read", { clusterId });
  const last = after ? requireCursor(await db().consoleEvent.findFirst({ where: { id: after, clusterId } })) : null;
  const size = last ? LATER_PAGE_SIZE : FIRST_PAGE_SIZE;
  const [found, { activityReadAt, activityError }] = await Promise.all([
    db().consoleEvent.findMany({
      where: { clusterId, ...(last && following(last, KEYS)) },
      orderBy: orderBy(KEYS),
      take: size + 1,
    }),
    db().organization.findUniqueOrThrow({ where: { id: ORGANIZATION_ID } }),
  ]);
  const { rows, nextAfter } = pageOf(found, size, ({ id }) => id);
  return {
    events: rows.map(({ id, kind, at, clientId, clientName, userId, text }) => ({
      ...{ id, clientId, clientName, userId, text },
      kind: kind === "delete" ? "delete" : "create",
      at: at?.toISOString() ?? null,
    })),
    nextAfter,
    readAt: activityReadAt?.toISOString() ?? null,
    error: activityError === null ? null : errorCodeOf(activityError),
  };
}
