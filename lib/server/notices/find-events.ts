import "server-only";
import type { NoticeKind } from "@/lib/contract/notice-kinds";
import { type Notice, writeNewNotices } from "@/lib/server/outbox/write-notice";
import { db, transaction } from "@/lib/server/platform/database/db";
import { env } from "@/lib/server/platform/env";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";
import { inSlices } from "@/lib/server/platform/slices";

/** How long something may be wrong before people are told, in milliseconds. */
const PATIENCE_MS = 3_600_000;
const PAGE = 100;
/** Rows per INSERT: a larger one blocks the event loop. */
const INSERTED = 25;

/** Writes what no transaction tells, because it is time that makes it so. */
export async function findNotices(now = new Date()): Promise<void> {
  await findOrphans(now);
  await findOverdueRotations(now);
  await findFailingSync(now);
}

/** Writes the notices that are not written yet. */
async function writeNew(kind: NoticeKind, notices: readonly Omit<Notice, "kind">[]): Promise<void> {
  const keys = notices.map(({ key }) => `${kind}:${key}`);
  const known = await db().noticeEvent.findMany({ where: { key: { in: keys } }, select: { key: true } });
  const written = new Set(known.map(({ key }) => key));
  const added = notices.filter(({ key }) => !written.has(`${kind}:${key}`)).map((notice) => ({ kind, ...notice }));
  for await (const slice of inSlices(added, INSERTED)) await transaction((tx) => writeNewNotices(tx, slice));
}

async function findOrphans(now: Date): Promise<void> {
  const before = new Date(now.getTime() - PATIENCE_MS);
  for (let last = ""; ; ) {
    const rows = await db().operation.findMany({
      where: { state: "orphaned", settledAt: { lte: before }, id: { gt: last } },
      orderBy: { id: "asc" },
      take: PAGE,
      select: { id: true, clusterId: true },
    });
    await writeNew(
      "orphan_left",
      rows.map(({ id, clusterId }) => ({ key: id, clusterId, detail: { operationId: id } })),
    );
    if (rows.length < PAGE) return;
    last = rows.at(-1)?.id ?? "";
  }
}

/** Open rotations past their deadline. One that ends with a deletion gets an hour: the deletion is under way. */
async function findOverdueRotations(now: Date): Promise<void> {
  const before = new Date(now.getTime() - PATIENCE_MS);
  for (let last = ""; ; ) {
    const rows = await db().rotation.findMany({
      where: {
        ...{ openKey: { not: null }, deadline: { lte: now }, id: { gt: last } },
        OR: [{ deadlineAction: { not: "delete" } }, { deadline: { lte: before } }],
      },
      orderBy: { id: "asc" },
      take: PAGE,
      select: { id: true, clusterId: true, oldClientId: true, deadline: true },
    });
    const ids = rows.map(({ oldClientId }) => oldClientId);
    const clients = await db().client.findMany({
      where: { clientId: { in: ids } },
      select: { id: true, clusterId: true, clientId: true },
    });
    const rowIds = new Map(clients.map(({ id, clusterId, clientId }) => [`${clusterId} ${clientId}`, id]));
    await writeNew(
      "rotation_overdue",
      rows.map(({ id, clusterId, oldClientId, deadline }) => {
        const clientRowId = rowIds.get(`${clusterId} ${oldClientId}`);
        const about = { clusterId, rotationId: id, ...(clientRowId !== undefined && { clientRowId }) };
        return { key: `${id}:${deadline.toISOString()}`, ...about };
      }),
    );
    if (rows.length < PAGE) return;
    last = rows.at(-1)?.id ?? "";
  }
}

/** A sync that has failed for an hour: of everything once, of single clusters once a day. */
async function findFailingSync(now: Date): Promise<void> {
  const before = new Date(now.getTime() - PATIENCE_MS - env().syncMs);
  const isOld = (at: Date | null) => at === null || at <= before;
  const { syncError, clustersListedAt } = await db().organization.findUniqueOrThrow({ where: { id: ORGANIZATION_ID } });
  if (syncError !== null && isOld(clustersListedAt)) {
    const since = clustersListedAt?.toISOString();
    const detail = { error: syncError, ...(since !== undefined && { since }) };
    await writeNew("sync_failing", [{ key: `all:${since ?? "never"}`, detail }]);
    return;
  }
  const where = {
    ...{ organizationId: ORGANIZATION_ID, goneAt: null, syncError: { not: null } },
    OR: [{ clientsListedAt: null }, { clientsListedAt: { lte: before } }],
  };
  const count = await db().cluster.count({ where });
  if (count === 0) return;
  const first = await db().cluster.findFirst({ where, orderBy: { sortName: "asc" }, select: { syncError: true } });
  const clusters = count === 1 ? "The clients of one cluster" : `The clients of ${count} clusters`;
  const detail = { clusters, error: first?.syncError ?? "" };
  await writeNew("sync_failing", [{ key: `some:${now.toISOString().slice(0, 10)}`, detail }]);
}
