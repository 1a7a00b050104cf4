import "server-only";
import { randomUUID } from "node:crypto";
import type { ListedClient } from "@/lib/server/camunda/shapes";
import { joinList } from "@/lib/server/platform/comma-list";
import { db, type Tx } from "@/lib/server/platform/database/db";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";
import { searchable, sortableName } from "@/lib/server/platform/text";
import { columnsById, type StoredList, storeList } from "@/lib/server/sync/store-list";

export type ClientRow = NonNullable<Awaited<ReturnType<Tx["client"]["findUnique"]>>>;

/** The columns that come from Camunda. */
type ClientColumns = { name: string; sortName: string; scopes: string };

/** The text that the search matches. */
export function clientSearchText(
  client: Pick<ClientRow, "clientId" | "name" | "scopes" | "purpose" | "createdByName">,
) {
  const { clientId, name, scopes, purpose, createdByName } = client;
  return searchable(name, clientId, purpose, createdByName, scopes);
}

/** The clients of one cluster, with Camunda's client IDs as IDs. */
const storedClients = (clusterId: string): StoredList<ClientColumns> => ({
  async read(afterId, take) {
    const rows = await db().client.findMany({
      where: { clusterId, clientId: { gt: afterId } },
      orderBy: { clientId: "asc" },
      take,
      select: { clientId: true, name: true, sortName: true, scopes: true, goneAt: true },
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
  insert: (tx, rows) =>
    tx.client.createMany({
      data: rows.map(({ id: clientId, columns }) => ({
        id: randomUUID(),
        organizationId: ORGANIZATION_ID,
        clusterId,
        clientId,
        ...columns,
        searchText: clientSearchText({ clientId, ...columns, purpose: null, createdByName: null }),
        origin: "unmanaged",
        firstSeenAt: new Date(),
      })),
    }),
  async update(tx, rows) {
    for (const { id: clientId, columns } of rows) {
      const where = { clusterId_clientId: { clusterId, clientId } };
      const { purpose, createdByName } = await tx.client.findUniqueOrThrow({ where });
      const searchText = clientSearchText({ clientId, ...columns, purpose, createdByName });
      await tx.client.update({ where, data: { ...columns, searchText, goneAt: null } });
    }
  },
  markGone: (tx, ids) =>
    tx.client.updateMany({ where: { clusterId, clientId: { in: [...ids] } }, data: { goneAt: new Date() } }),
  async finish(revision, { isComplete, listedAt }) {
    const clientCount = await db().client.count({ where: { clusterId, goneAt: null } });
    await db().cluster.updateMany({
      where: { id: clusterId, clientsRevision: revision },
      data: { clientsListedAt: listedAt, clientsComplete: isComplete, clientCount },
    });
  },
});

/** Stores a list of a cluster's clients. `revision` is that of the stored list before the request. */
export async function storeClients(
  clusterId: string,
  { clients, isComplete }: { clients: readonly ListedClient[]; isComplete: boolean },
  revision: number,
): Promise<boolean> {
  const rows = await columnsById(clients, ({ clientId, name, scopes }) => [
    clientId,
    { name, sortName: sortableName(name), scopes: joinList(scopes) },
  ]);
  return storeList(storedClients(clusterId), { rows, isComplete, revision });
}

/**
 * Locks a cluster's list of clients for our own change, and makes all lists that were requested before outdated. Call
 * it before the client's own row is written.
 */
export async function changeStoredClients(tx: Tx, clusterId: string): Promise<void> {
  await tx.cluster.updateMany({ where: { id: clusterId }, data: { clientsRevision: { increment: 1 } } });
}

/** Stores the number of a cluster's clients after our own change. */
export async function countStoredClients(tx: Tx, clusterId: string): Promise<void> {
  const clientCount = await tx.client.count({ where: { clusterId, goneAt: null } });
  await tx.cluster.updateMany({ where: { id: clusterId, clientCount: { not: null } }, data: { clientCount } });
}
