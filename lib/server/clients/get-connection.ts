import "server-only";
import type { Connection } from "@/lib/contract/clients";
import { connectionOf, readTold } from "@/lib/server/clients/connection";
import { readScopes } from "@/lib/server/clients/intents";
import { refreshCluster } from "@/lib/server/clusters/refresh-cluster";
import { recallCluster } from "@/lib/server/clusters/snapshot";
import * as camunda from "@/lib/server/console/api";
import { type Actor, requireRight } from "@/lib/server/identity/access";
import { db } from "@/lib/server/platform/db";

/**
 * All that a client's files hold, but for the secret: one upstream call, and another for a cluster that was not Healthy
 * when we last saw it; the rest is what we remember.
 * @throws AppError forbidden, client_not_found, client_not_ready, console_*
 */
export async function getConnection(actor: Actor, clusterId: string, clientId: string): Promise<Connection> {
  await requireRight(actor, "clients.read", { clusterId, clientId });
  const [detail, remembered, row] = await Promise.all([
    camunda.getClient(clusterId, clientId),
    recallCluster(clusterId),
    db().client.findUnique({ where: { clusterId_clientId: { clusterId, clientId } } }),
  ]);
  const known = remembered?.cluster ?? null;
  const cluster = known?.status === "Healthy" ? known : await refreshCluster(clusterId).catch(() => known);
  const facts = {
    clientId,
    clientName: detail.name ?? row?.name ?? clientId,
    scopes: row ? readScopes(row.scopes) : [],
    told: readTold(row?.told),
  };
  const connection = connectionOf(clusterId, cluster, facts, { later: true });
  const { endpoints } = connection;
  return { ...connection, endpoints: { ...endpoints, zeebe: endpoints.zeebe ?? detail.zeebeAddress } };
}
