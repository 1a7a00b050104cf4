import "server-only";
import { type Cluster, clusterSchema, type Stale } from "@/lib/contract/clusters";
import { db, transaction } from "@/lib/server/platform/db";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";

/** What Camunda last said of a cluster, and what we last saw in it. */
export type RememberedCluster = {
  cluster: Cluster;
  seenAt: Date;
  clientCount: number | null;
  clientCountAt: Date | null;
};

type Row = { facts: string; seenAt: Date; clientCount: number | null; clientCountAt: Date | null };

/** A row whose facts an older version wrote in another shape is as good as none. */
function rememberedOf({ facts, seenAt, clientCount, clientCountAt }: Row): RememberedCluster[] {
  const parsed = clusterSchema.safeParse(JSON.parse(facts));
  return parsed.success ? [{ cluster: parsed.data, seenAt, clientCount, clientCountAt }] : [];
}

/** All clusters that were there when we last saw the list. */
export async function recallClusters(): Promise<RememberedCluster[]> {
  return (await db().cluster.findMany({ where: { goneAt: null } })).flatMap(rememberedOf);
}

/** One cluster as last seen, or null. */
export async function recallCluster(clusterId: string): Promise<RememberedCluster | null> {
  const row = await db().cluster.findUnique({ where: { id: clusterId } });
  return (row && rememberedOf(row)[0]) ?? null;
}

async function writeSnapshot(clusters: readonly Cluster[], whole: boolean): Promise<void> {
  const known = new Map((await db().cluster.findMany()).map((row) => [row.id, row]));
  const now = new Date();
  const ids = clusters.map(({ id }) => id);
  await transaction(async (tx) => {
    await tx.cluster.updateMany({ where: { id: { in: ids } }, data: { seenAt: now, goneAt: null } });
    if (whole) await tx.cluster.updateMany({ where: { id: { notIn: ids }, goneAt: null }, data: { goneAt: now } });
    for (const cluster of clusters) {
      const facts = JSON.stringify(cluster);
      const before = known.get(cluster.id);
      if (before?.facts === facts) continue;
      await tx.cluster.upsert({
        where: { id: cluster.id },
        create: { id: cluster.id, facts, seenAt: now },
        update: { facts },
      });
    }
  });
}

/** Keeps what Camunda says now. `whole`: the list names every cluster, so the others are gone. Never fails a page. */
export async function rememberClusters(clusters: readonly Cluster[], { whole }: { whole: boolean }): Promise<void> {
  await writeSnapshot(clusters, whole).catch((error: unknown) => log.warn("snapshot not kept", { error }));
}

/** Whether Camunda, and not the question, is the trouble: then what we remember is the best answer there is. */
export function staleReason(error: unknown): NonNullable<Stale> {
  if (error instanceof AppError && error.code.startsWith("console_"))
    return { code: error.code, message: error.message };
  throw error;
}
