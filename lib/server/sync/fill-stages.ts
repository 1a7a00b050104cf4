import "server-only";
import { splitList } from "@/lib/server/platform/comma-list";
import { db } from "@/lib/server/platform/database/db";
import { stageRank } from "@/lib/server/sync/stored-clusters";

const SLICE = 500;

/**
 * Gives stored clusters the stages that this version reads from their labels and names, which SQL can't. After an update
 * that is right at once, and not only after Camunda's next list. Writes what differs. Call it at the start of the app.
 */
export async function fillStages(): Promise<void> {
  const select = { id: true, name: true, labels: true, sortStage: true } as const;
  for (let afterId = "", isLast = false; !isLast; ) {
    const rows = await db().cluster.findMany({
      where: { id: { gt: afterId } },
      orderBy: { id: "asc" },
      take: SLICE,
      select,
    });
    const idsByStage = new Map<number, string[]>();
    for (const { id, name, labels, sortStage } of rows) {
      const stage = stageRank({ name, labels: splitList(labels) });
      if (stage !== sortStage) idsByStage.set(stage, [...(idsByStage.get(stage) ?? []), id]);
    }
    for (const [sortStage, ids] of idsByStage)
      await db().cluster.updateMany({ where: { id: { in: ids } }, data: { sortStage } });
    afterId = rows.at(-1)?.id ?? afterId;
    isLast = rows.length < SLICE;
  }
}
