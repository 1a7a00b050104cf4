import "server-only";
import { db } from "@/lib/server/platform/database/db";

/** Findings that nobody dismissed, or whose dismissal has ended. */
export function notDismissed() {
  return { OR: [{ dismissedUntil: null }, { dismissedUntil: { lte: new Date() } }] };
}

/** The same, of clients that are not gone: what is counted. */
export const openFindings = () => ({ client: { goneAt: null }, ...notDismissed() });

/** How many findings are open on each of these clusters, which are one page of a list: one statement. */
export async function countOpenFindings(clusterIds: readonly string[]): Promise<Map<string, number>> {
  const counts = await db().finding.groupBy({
    by: ["clusterId"],
    where: { ...openFindings(), clusterId: { in: [...clusterIds] } },
    _count: true,
  });
  return new Map(counts.map(({ clusterId, _count }) => [clusterId, _count]));
}
