import "server-only";
import type { Connection } from "@/lib/contract/clients";
import { connectionOf } from "@/lib/server/clients/connection";
import { readScopes } from "@/lib/server/clients/intents";
import { recallCluster } from "@/lib/server/clusters/snapshot";
import * as camunda from "@/lib/server/console/api";
import { type Actor, requireRight } from "@/lib/server/identity/access";
import { db } from "@/lib/server/platform/db";

/**
 * All that a client's files hold, but for the secret: one upstream call, the rest is what we remember of the cluster.
 * @throws AppError forbidden, client_not_found, client_not_ready, console_*
 */
export async function getConnection(actor: Actor, clusterId: string, clientId: string): Promise<Connection> {
  await requireRight(actor, "clients.read", { clusterId, clientId });
  const [detail, remembered, row] = await Promise.all([
    camunda.getClient(clusterId, clientId),
    recallCluster(clusterId),
    db().client.findUnique({ where: { clusterId_clientId: { clusterId, clientId } } }),
  ]);
  const cluster = remembered?.cluster ?? null;
  const connection = connectionOf(clusterId, cluster, {
    clientId,
    clientName: detail.name ?? row?.name ?? clientId,
    scopes: row ? readScopes(row.scopes) : [],
    audience: row?.audience ?? null,
  });
  const { endpoints } = connection;
  return { ...connection, endpoints: { ...endpoints, zeebe: endpoints.zeebe ?? detail.zeebeAddress } };
}
