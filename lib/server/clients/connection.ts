import "server-only";
import type { Connection } from "@/lib/contract/clients";
import type { Cluster, Endpoints } from "@/lib/contract/clusters";
import { env } from "@/lib/server/platform/env";

type ClientFacts = Pick<Connection, "clientId" | "clientName" | "scopes" | "audience"> & { endpoints?: Endpoints };

function merge(own: Endpoints | undefined, cluster: Endpoints | undefined): Endpoints {
  const pick = (part: keyof Endpoints) => own?.[part] ?? cluster?.[part] ?? null;
  return {
    zeebe: pick("zeebe"),
    operate: pick("operate"),
    tasklist: pick("tasklist"),
    optimize: pick("optimize"),
    identity: pick("identity"),
    console: pick("console"),
  };
}

/**
 * All that a client's files are written from, but for the secret. What Camunda said of the client itself goes before
 * what it says of the cluster.
 */
export function connectionOf(clusterId: string, cluster: Cluster | null, client: ClientFacts): Connection {
  const { clientId, clientName, scopes, audience } = client;
  return {
    clusterId,
    clusterName: cluster?.name ?? clusterId,
    clusterVersion: cluster?.version ?? null,
    clusterStatus: cluster?.status ?? "Unknown",
    regionId: cluster?.regionId ?? null,
    clientId,
    clientName,
    scopes,
    audience,
    oauthUrl: env().console.oauthUrl,
    endpoints: merge(client.endpoints, cluster?.endpoints),
  };
}
