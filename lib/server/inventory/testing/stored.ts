import { randomUUID } from "node:crypto";
import { joinList } from "@/lib/server/platform/comma-list";
import { db } from "@/lib/server/platform/database/db";
import { ORGANIZATION_ID } from "@/lib/server/platform/organization";
import { searchable, sortableName } from "@/lib/server/platform/text";
import { type ClientRow, clientSearchText } from "@/lib/server/sync/stored-clients";

type Cluster = { id: string; name: string };

/** Stores a cluster as a sync would have. */
export async function storedCluster(name: string, { labels = [] as string[], listedAt = new Date() } = {}) {
  const id = randomUUID();
  const searchText = searchable(name, id, ...labels);
  await db().cluster.create({
    data: {
      ...{ id, name, sortName: sortableName(name), labels: joinList(labels), searchText, seenAt: listedAt },
      ...{ clientsListedAt: listedAt, clientCount: 0 },
    },
  });
  return { id, name };
}

/** Stores clients of a cluster as a sync would have, with these columns. */
export async function storedClients(cluster: Cluster, clients: (Partial<ClientRow> & { name: string })[]) {
  const now = new Date();
  const rows = clients.map(({ name, ...columns }) => {
    const facts = {
      ...{ clientId: randomUUID().replaceAll("-", ""), name, clusterName: cluster.name, scopes: "Zeebe" },
      ...{ purpose: null, createdByName: null, ownerName: null, tags: "", ...columns },
    };
    return {
      ...{ id: randomUUID(), organizationId: ORGANIZATION_ID, clusterId: cluster.id, origin: "unmanaged" },
      ...{ sortName: sortableName(name), clusterSort: sortableName(cluster.name), firstSeenAt: now, knownSince: now },
      ...facts,
      searchText: clientSearchText(facts),
    };
  });
  await db().client.createMany({ data: rows });
  const clientCount = await db().client.count({ where: { clusterId: cluster.id, goneAt: null } });
  await db().cluster.update({ where: { id: cluster.id }, data: { clientCount } });
  return rows;
}
