import "server-only";
import type { Connection } from "@/lib/contract/clients";
import type { Cluster, Endpoints } from "@/lib/contract/clusters";
import { configuredAccount } from "@/lib/server/camunda/account";
import type { CreateFacts } from "@/lib/server/operations/create-facts";

/** Each endpoint from the first source that reports it. */
function firstOf(...sources: readonly (Endpoints | undefined)[]): Endpoints {
  const pick = (part: keyof Endpoints) => sources.flatMap((source) => source?.[part] ?? [])[0] ?? null;
  return {
    zeebe: pick("zeebe"),
    operate: pick("operate"),
    tasklist: pick("tasklist"),
    optimize: pick("optimize"),
    identity: pick("identity"),
    console: pick("console"),
  };
}

type ClientFacts = Pick<Connection, "clientId" | "clientName" | "scopes"> & { createResponse: CreateFacts | null };

/**
 * Everything that a client's files contain except the secret. Endpoints of the create response take precedence over
 * those of the cluster; with `later`, when hosts may have moved, it is the other way round.
 */
export function connectionOf(
  clusterId: string,
  cluster: Cluster | null,
  { createResponse, ...client }: ClientFacts,
  { later = false } = {},
): Connection {
  const sources = [createResponse?.endpoints, cluster?.endpoints];
  return {
    clusterId,
    clusterName: cluster?.name ?? clusterId,
    clusterVersion: cluster?.version ?? null,
    clusterStatus: cluster?.status ?? "Unknown",
    regionId: cluster?.regionId ?? null,
    ...client,
    audience: createResponse?.audience ?? null,
    oauthUrl: configuredAccount().oauthUrl,
    endpoints: firstOf(...(later ? sources.toReversed() : sources)),
  };
}
