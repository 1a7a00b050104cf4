import "server-only";
import type { AuditAction, AuditOutcome } from "@/lib/contract/audit-actions";
import { appendEvent, type EventActor } from "@/lib/server/history/append-event";
import type { Tx } from "@/lib/server/platform/database/db";

export type RotationRow = NonNullable<Awaited<ReturnType<Tx["rotation"]["findUnique"]>>>;

/** What the history is told about a rotation. */
export type RotationNews = {
  rotation: RotationRow;
  action: Extract<AuditAction, `rotation.${string}`>;
  outcome: AuditOutcome;
  detail?: Record<string, unknown>;
};

/** Appends an event about a rotation, which names its old client. Call it last in the transaction. */
export async function appendRotationEvent(
  tx: Tx,
  actor: EventActor,
  { rotation, action, outcome, detail = {} }: RotationNews,
  clusterName?: string | null,
): Promise<void> {
  const { id, clusterId, oldClientId: clientId, oldName: clientName, newName, reason } = rotation;
  const name = clusterName ?? (await tx.cluster.findUnique({ where: { id: clusterId }, select: { name: true } }))?.name;
  await appendEvent(tx, actor, {
    action,
    outcome,
    ...{ clusterId, clusterName: name ?? null, clientId, clientName },
    detail: { rotation: id, rotationReason: reason, newName, ...detail },
  });
}

/** That a rotation is finished: its new client was created, and its old one is deleted. */
export const finished = (rotation: RotationRow): RotationNews => ({
  rotation,
  action: "rotation.finish",
  outcome: "succeeded",
});

/**
 * Stores for rotations in progress that their old clients are gone, however that came. One with a new client is
 * finished. Call it after the rows of the clients are written.
 */
export async function storeOldGone(tx: Tx, clusterId: string, clientIds: readonly string[]): Promise<RotationNews[]> {
  const rows = await tx.rotation.findMany({
    where: { clusterId, openKey: { in: [...clientIds] }, oldDeletedAt: null },
  });
  const news: RotationNews[] = [];
  for (const { id } of rows) {
    const rotation = await tx.rotation.update({ where: { id }, data: { oldDeletedAt: new Date() } });
    if (rotation.newClientId !== null) {
      await tx.rotation.update({ where: { id }, data: { openKey: null } });
      news.push(finished(rotation));
    } else news.push({ rotation, action: "rotation.change", outcome: "succeeded", detail: { step: "oldDeleted" } });
  }
  return news;
}

/**
 * Stores for rotations that their old clients are listed again after they counted as deleted, as after a 404 that was not
 * true: the latest of each client is in progress again. Call it after the rows of the clients are written.
 */
export async function storeOldBack(tx: Tx, clusterId: string, clientIds: readonly string[]): Promise<RotationNews[]> {
  const where = { clusterId, oldClientId: { in: [...clientIds] } };
  const rows = await tx.rotation.findMany({ where, orderBy: [{ startedAt: "desc" }, { id: "desc" }] });
  const latest = rows.filter(
    ({ id, oldClientId }) => rows.find((other) => other.oldClientId === oldClientId)?.id === id,
  );
  const news: RotationNews[] = [];
  for (const { id, oldClientId, oldDeletedAt, givenUpAt } of latest) {
    if (oldDeletedAt === null || givenUpAt !== null) continue;
    const data = { oldDeletedAt: null, openKey: oldClientId };
    const rotation = await tx.rotation.update({ where: { id }, data });
    news.push({ rotation, action: "rotation.change", outcome: "corrected", detail: { step: "oldDeleted" } });
  }
  return news;
}
