import "server-only";
import { db } from "@/lib/server/platform/database/db";

/** What is open: findings of clients that are not gone, which nobody dismissed, or whose dismissal has ended. */
export function openFindings(now = new Date()) {
  return { client: { goneAt: null }, OR: [{ dismissedUntil: null }, { dismissedUntil: { lte: now } }] };
}

/** How many findings are open on each of these clusters, which are one page of a list: one statement. */
export async function countOpenFindings(clusterIds: readonly string[]): Promise<Map<string, number>> {
  const counts = await db().finding.groupBy({
    by: ["clusterId"],
    where: { ...openFindings(), clusterId: { in: [...clusterIds] } },
    _count: true,
  });
  return new Map(counts.map(({ clusterId, _count }) => [clusterId, _count]));
}
