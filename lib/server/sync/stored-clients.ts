import "server-only";
import { randomUUID } from "node:crypto";
import type { ListedClient } from "@/lib/server/camunda/shapes";
import { LATCHKEY } from "@/lib/server/history/append-event";
import { writeNewNotices } from "@/lib/server/outbox/write-notice";
import { joinList } from "@/lib/server/platform/comma-list";
import { db, type Tx } from "@/lib/server/platform/database/db";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";
import { searchable, sortableName } from "@/lib/server/platform/text";
import { columnsById, type StoredList, storeList } from "@/lib/server/sync/store-list";
import type { ClusterRow } from "@/lib/server/sync/stored-clusters";
import { appendRotationEvent, storeOldBack, storeOldGone } from "@/lib/server/sync/stored-rotations";

export type ClientRow = NonNullable<Awaited<ReturnType<Tx["client"]["findUnique"]>>>;

/** The columns that come from Camunda: its own, and those of its cluster. */
type ClientColumns = { name: string; sortName: string; scopes: string; clusterName: string; clusterSort: string };

const SELECT = {
  name: true,
  sortName: true,
  scopes: true,
  clusterName: true,
  clusterSort: true,
} as const satisfies Record<keyof ClientColumns, true>;

/** What only Latchkey knows, and the search looks through. */
const OURS = { purpose: true, createdByName: true, ownerName: true, tags: true } as const;

const NOTHING_OF_OURS = { purpose: null, createdByName: null, ownerName: null, tags: "" };

/** The text that the search matches. */
export function clientSearchText(
  client: Pick<ClientRow, "clientId" | "name" | "scopes" | "clusterName" | keyof typeof OURS>,
) {
  const { clientId, name, scopes, clusterName, purpose, createdByName, ownerName, tags } = client;
  return searchable(name, clientId, clusterName, ownerName, purpose, tags, createdByName, scopes);
}

/** A cluster, and the state of its stored list of clients. */
export type ClusterOfClients = Pick<ClusterRow, "id" | "name" | "sortName" | "clientsListedAt" | "clientsRevision">;

/** Notes on a cluster, whose row is locked, that its clients are others than before. */
const noteChange = (tx: Tx, clusterId: string) =>
  tx.cluster.updateMany({ where: { id: clusterId }, data: { clientsChangedAt: new Date() } });

/** The clients of one cluster, with Camunda's client IDs as IDs. */
const storedClients = ({ id: clusterId, clientsListedAt }: ClusterOfClients): StoredList<ClientColumns> => ({
  async read(afterId, take) {
    const rows = await db().client.findMany({
      where: { clusterId, clientId: { gt: afterId } },
      orderBy: { clientId: "asc" },
      take,
      select: { clientId: true, goneAt: true, ...SELECT },
    });
    return rows.map(({ clientId, goneAt, ...columns }) => ({ id: clientId, columns, isGone: goneAt !== null }));
  },
  async setRevision(tx, from, to) {
    const { count } = await tx.cluster.updateMany({
      where: { id: clusterId, clientsRevision: from },
      data: { clientsRevision: to },
    });
    return count === 1;
  },
  async insert(tx, rows) {
    const now = new Date();
    const added = rows.map((row) => ({ rowId: randomUUID(), ...row }));
    // A client whose response was lost has the owner and purpose from its create.
    const orphans = await tx.operation.findMany({
      where: { clusterId, kind: "create", state: "orphaned", clientId: { in: rows.map(({ id }) => id) } },
      select: { clientId: true, ownerId: true, ownerName: true, purpose: true },
    });
    const fromCreate = new Map(orphans.map(({ clientId, ...ours }) => [clientId, ours]));
    await tx.client.createMany({
      data: added.map(({ rowId, id: clientId, columns }) => ({
        id: rowId,
        organizationId: ORGANIZATION_ID,
        clusterId,
        clientId,
        ...columns,
        ...fromCreate.get(clientId),
        searchText: clientSearchText({ clientId, ...columns, ...NOTHING_OF_OURS, ...fromCreate.get(clientId) }),
        origin: "unmanaged",
        firstSeenAt: now,
        knownSince: now,
        // Of the clients in the first list nobody knows since when they exist.
        appearedAt: clientsListedAt && now,
      })),
    });
    if (clientsListedAt === null) return;
    await noteChange(tx, clusterId);
    await writeNewNotices(
      tx,
      added.map(({ rowId }) => ({ kind: "created_elsewhere", key: rowId, clusterId, clientRowId: rowId })),
    );
  },
  async update(tx, rows) {
    const back: string[] = [];
    for (const { id: clientId, columns } of rows) {
      const where = { clusterId_clientId: { clusterId, clientId } };
      const { goneAt, ...ours } = await tx.client.findUniqueOrThrow({ where, select: { ...OURS, goneAt: true } });
      if (goneAt !== null) back.push(clientId);
      const searchText = clientSearchText({ clientId, ...columns, ...ours });
      // One that was gone may have missed its end.
      const endDueAt = new Date();
      await tx.client.update({ where, data: { ...columns, searchText, lastSeenAt: null, goneAt: null, endDueAt } });
    }
    if (back.length === 0) return;
    await noteChange(tx, clusterId);
    for (const news of await storeOldBack(tx, clusterId, back)) await appendRotationEvent(tx, LATCHKEY, news);
  },
  async markGone(tx, ids) {
    await tx.client.updateMany({
      where: { clusterId, clientId: { in: [...ids] } },
      data: { goneAt: new Date(), lastSeenAt: clientsListedAt },
    });
    await noteChange(tx, clusterId);
    for (const news of await storeOldGone(tx, clusterId, ids)) await appendRotationEvent(tx, LATCHKEY, news);
  },
  async finish(revision, { isComplete, listedAt }) {
    const clientCount = await db().client.count({ where: { clusterId, goneAt: null } });
    await db().cluster.updateMany({
      where: { id: clusterId, clientsRevision: revision },
      data: { clientsListedAt: listedAt, clientsComplete: isComplete, clientCount, syncError: null },
    });
  },
});

/** Stores a list of a cluster's clients. `cluster` was read before the list was requested. */
export async function storeClients(
  cluster: ClusterOfClients,
  { clients, isComplete }: { clients: readonly ListedClient[]; isComplete: boolean },
): Promise<boolean> {
  const place = { clusterName: cluster.name, clusterSort: cluster.sortName };
  const rows = await columnsById(clients, ({ clientId, name, scopes }) => [
    clientId,
    { name, sortName: sortableName(name), scopes: joinList(scopes), ...place },
  ]);
  return storeList(storedClients(cluster), { rows, isComplete, revision: cluster.clientsRevision });
}

/**
 * Locks a cluster's list of clients for our own change, and makes all lists that were requested before outdated. Call
 * it before the client's own row is written.
 */
export async function changeStoredClients(tx: Tx, clusterId: string): Promise<void> {
  await tx.cluster.updateMany({
    where: { id: clusterId },
    data: { clientsRevision: { increment: 1 }, clientsChangedAt: new Date() },
  });
}

/** Stores the number of a cluster's clients after our own change. */
export async function countStoredClients(tx: Tx, clusterId: string): Promise<void> {
  const clientCount = await tx.client.count({ where: { clusterId, goneAt: null } });
  await tx.cluster.updateMany({ where: { id: clusterId, clientCount: { not: null } }, data: { clientCount } });
}
