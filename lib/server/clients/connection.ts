import "server-only";
import { z } from "zod";
import { type Connection, connectionSchema } from "@/lib/contract/clients";
import type { Cluster, Endpoints } from "@/lib/contract/clusters";
import { env } from "@/lib/server/platform/env";

/** What only the answer to a client's create tells. */
export type Told = Pick<Connection, "audience" | "endpoints">;
const toldSchema = z.object({
  audience: connectionSchema.shape.audience,
  endpoints: connectionSchema.shape.endpoints,
});

/** A client's row says it as JSON; null for one that was made elsewhere. */
export function readTold(json: string | null | undefined): Told | null {
  return toldSchema.safeParse(JSON.parse(json ?? "null")).data ?? null;
}

/** The first that speaks of each part. */
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

type ClientFacts = Pick<Connection, "clientId" | "clientName" | "scopes"> & { told: Told | null };

/**
 * All that a client's files are written from, but for the secret. What the answer to its create told goes before what
 * Camunda says of the cluster; later on, when hosts may have moved, after it.
 */
export function connectionOf(
  clusterId: string,
  cluster: Cluster | null,
  { told, ...client }: ClientFacts,
  { later = false } = {},
): Connection {
  const sources = [told?.endpoints, cluster?.endpoints];
  return {
    clusterId,
    clusterName: cluster?.name ?? clusterId,
    clusterVersion: cluster?.version ?? null,
    clusterStatus: cluster?.status ?? "Unknown",
    regionId: cluster?.regionId ?? null,
    ...client,
    audience: told?.audience ?? null,
    oauthUrl: env().console.oauthUrl,
    endpoints: firstOf(...(later ? sources.toReversed() : sources)),
  };
}
