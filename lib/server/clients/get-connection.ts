import "server-only";
import type { Connection } from "@/lib/contract/clients";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { configuredAccount } from "@/lib/server/camunda/account";
import * as camunda from "@/lib/server/camunda/api";
import { connectionOf } from "@/lib/server/clients/connection";
import { readCreateFacts } from "@/lib/server/operations/create-facts";
import { splitList } from "@/lib/server/platform/comma-list";
import { db } from "@/lib/server/platform/database/db";
import { clusterOf, findClusterRow } from "@/lib/server/sync/stored-clusters";
import { refreshCluster } from "@/lib/server/sync/sync-clusters";

/**
 * Everything that a client's files contain except the secret. One upstream call, and another one for a cluster that was
 * not Healthy when Camunda last reported it. The rest is stored.
 * @throws AppError forbidden, client_not_found, client_not_ready, console_*
 */
export async function getConnection(principal: Principal, clusterId: string, clientId: string): Promise<Connection> {
  await requireRight(principal, "clients.read", { clusterId, clientId });
  const [detail, stored, row] = await Promise.all([
    camunda.getClient(configuredAccount(), clusterId, clientId),
    findClusterRow(clusterId),
    db().client.findUnique({ where: { clusterId_clientId: { clusterId, clientId } } }),
  ]);
  const current = stored?.status === "Healthy" ? stored : await refreshCluster(clusterId).catch(() => stored);
  const facts = {
    clientId,
    clientName: detail.name ?? row?.name ?? clientId,
    scopes: row ? splitList(row.scopes) : [],
    createResponse: readCreateFacts(row?.createResponse),
  };
  const connection = connectionOf(clusterId, current && clusterOf(current), facts, { later: true });
  const { endpoints } = connection;
  return { ...connection, endpoints: { ...endpoints, zeebe: endpoints.zeebe ?? detail.zeebeAddress } };
}
