import "server-only";
import type { RotationLink } from "@/lib/contract/rotation-links";
import { db } from "@/lib/server/platform/database/db";
import type { ClientRow } from "@/lib/server/sync/stored-clients";

/**
 * The rotations in progress of these clients, of any clusters, by the ID of the client's row. A new client that is
 * itself being replaced already belongs to the later one.
 */
export async function findOpenRotations(clients: readonly ClientRow[]): Promise<Map<string, RotationLink>> {
  if (clients.length === 0) return new Map();
  const ids = clients.map(({ clientId }) => clientId);
  const clusterId = { in: [...new Set(clients.map((client) => client.clusterId))] };
  const [old, created] = await Promise.all([
    db().rotation.findMany({ where: { clusterId, openKey: { in: ids } } }),
    db().rotation.findMany({ where: { clusterId, newClientId: { in: ids }, openKey: { not: null } } }),
  ]);
  const links = new Map<string, RotationLink>();
  for (const row of created) links.set(`${row.clusterId}/${row.newClientId}`, { id: row.id, part: "new" });
  for (const row of old) links.set(`${row.clusterId}/${row.oldClientId}`, { id: row.id, part: "old" });
  return new Map(
    clients.flatMap((client) => {
      const link = links.get(`${client.clusterId}/${client.clientId}`);
      return link ? [[client.id, link]] : [];
    }),
  );
}
