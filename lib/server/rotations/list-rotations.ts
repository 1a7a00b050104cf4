import "server-only";
import { type CappedCount, COUNTED_UP_TO, cappedCount } from "@/lib/contract/capped-count";
import { pageSize } from "@/lib/contract/lists";
import type { RotationList, RotationListQuery } from "@/lib/contract/rotations";
import { findVisible, type Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { db } from "@/lib/server/platform/database/db";
import { following, orderBy, pageOf, requireCursor, type SortKey } from "@/lib/server/platform/page";
import { rotationsOf } from "@/lib/server/rotations/rotation-rows";

const KEYS: readonly SortKey[] = [
  { column: "deadline", direction: "asc" },
  { column: "id", direction: "asc" },
];

const IN_PROGRESS = { openKey: { not: null } };

/** The clusters that this member may know of, or one of them. */
async function findPlace(principal: Principal, clusterId: string | undefined) {
  await requireRight(principal, "clients.read", clusterId === undefined ? {} : { clusterId });
  return clusterId === undefined ? findVisible(principal, "clusterId") : { clusterId };
}

/** How many rotations are in progress. @throws AppError forbidden, cluster_not_found */
export async function countRotations(principal: Principal, clusterId?: string): Promise<CappedCount> {
  const where = { ...IN_PROGRESS, ...(await findPlace(principal, clusterId)) };
  return cappedCount(await db().rotation.count({ where, orderBy: orderBy(KEYS), take: COUNTED_UP_TO + 1 }));
}

/**
 * One page of the rotations in progress, the one with the next deadline first.
 * @throws AppError forbidden, cluster_not_found, invalid_input
 */
export async function listRotations(principal: Principal, query: RotationListQuery = {}): Promise<RotationList> {
  const { cluster, after } = query;
  const place = await findPlace(principal, cluster);
  const size = pageSize(after);
  // It may be finished by now.
  const last = after ? requireCursor(await db().rotation.findFirst({ where: { id: after, ...place } })) : null;
  const [read, found] = await Promise.all([
    db().rotation.findMany({
      where: { AND: [IN_PROGRESS, place, last ? following(last, KEYS) : {}] },
      orderBy: orderBy(KEYS),
      take: size + 1,
    }),
    countRotations(principal, cluster),
  ]);
  const { rows, nextAfter } = pageOf(read, size, ({ id }) => id);
  return { rotations: await rotationsOf(rows), found, nextAfter };
}
