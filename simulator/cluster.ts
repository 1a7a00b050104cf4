import { type Context, Hono } from "hono";
import { htmlAnswer } from "./errors";
import { readBearer } from "./jwt";
import { isAtLeast } from "./links";
import type { Component, SimulatedCluster } from "./state";
import type { World } from "./world";

/** Statuses in which a part of a cluster answers. */
const SERVING = ["Healthy", "Updating"];

/** A part of a cluster, the scopes that open it, and whom its tokens are for: null is the cluster itself. */
const PARTS = {
  zeebe: { scopes: ["Zeebe", "Orchestration"], audience: null },
  operate: { scopes: ["Operate", "Orchestration"], audience: "operate.camunda.io" },
  tasklist: { scopes: ["Tasklist", "Orchestration"], audience: "tasklist.camunda.io" },
  optimize: { scopes: ["Optimize"], audience: "optimize.camunda.io" },
} as const satisfies Partial<Record<Component, { scopes: readonly string[]; audience: string | null }>>;
type Part = keyof typeof PARTS;

const problem = (status: number, title: string, detail: string) =>
  Response.json(
    { type: "about:blank", title, status, detail },
    { status, headers: { "Content-Type": "application/problem+json" } },
  );

/**
 * The clusters' own REST endpoints, one harmless read for each scope:
 * - Zeebe: `GET /v2/topology` (below 8.8 `GET /v1/topology` too);
 * - Operate: `POST /v1/process-definitions/search`;
 * - Tasklist: `POST /v1/tasks/search`;
 * - Optimize: `GET /api/public/dashboard?collectionId=…`, the request that Camunda's own page on authentication for the
 *   Optimize API shows; it lists ids and gives [] for a collection that does not exist, 400 without one;
 * - Secrets has none: it opens the connector secrets, which no cluster host serves.
 * Up to 8.8 each part has a host of its own; 8.9 answers on the one `api` host as well.
 */
export function clusterRoutes(world: World): Hono {
  /** Finds the cluster that a host and uuid name; the hosts that came with 8.9 are only there from 8.9 on. */
  function clusterAt(host: string, uuid: string): SimulatedCluster | undefined {
    const [regionId, kind] = host.split(".");
    const cluster = world.state.clusters.find((candidate) => candidate.uuid === uuid);
    if (cluster === undefined || cluster.regionId !== regionId) return undefined;
    return kind === "api" && !isAtLeast(cluster, 9) ? undefined : cluster;
  }

  /** Why the part does not let this request in; undefined when it does. */
  function refusal(cluster: SimulatedCluster, part: Part, host: string, authorization: string | undefined) {
    if (!SERVING.includes(cluster.components[part] ?? cluster.status)) return htmlAnswer(503);
    const claims = readBearer(world.state.signingKey, authorization, world.now());
    if (claims === null) return problem(401, "Unauthorized", "A live access token is needed.");
    const { scopes, audience } = PARTS[part];
    // The one host of 8.9 takes tokens for the cluster itself for all that lies below it.
    const audiences = host.includes(".api.") ? [audience, cluster.audience] : [audience ?? cluster.audience];
    if (claims.cluster !== cluster.uuid || !audiences.some((known) => known === claims.aud)) {
      return problem(403, "Forbidden", "The token is not for this cluster or this part of it.");
    }
    if (!claims.permissions.some((permission) => scopes.some((scope) => scope === permission))) {
      return problem(403, "Forbidden", "The client lacks the scope.");
    }
    if (isAtLeast(cluster, 8) && cluster.enforcesAuthorizations && !cluster.granted.includes(claims.azp)) {
      return problem(403, "Forbidden", "Insufficient permissions: the client was granted no rights in this cluster.");
    }
    return undefined;
  }

  /** Serves one read of one part. */
  const read = (part: Part, answer: (cluster: SimulatedCluster, c: Context) => Response) => (c: Context) => {
    const [host = "", uuid = ""] = [c.req.param("host"), c.req.param("uuid")];
    const cluster = clusterAt(host, uuid);
    if (cluster === undefined) return htmlAnswer(404);
    return refusal(cluster, part, host, c.req.header("authorization")) ?? answer(cluster, c);
  };

  const definitions = read("operate", (_, c) => c.json(DEFINITIONS));
  const tasks = read("tasklist", (_, c) => c.json([]));
  const at = (kind: string) => `/:host{[a-z]+-[0-9]+\\.${kind}\\.camunda\\.io}/:uuid`;
  return new Hono()
    .get(
      `${at("zeebe")}/v1/topology`,
      read("zeebe", (cluster) => (isAtLeast(cluster, 8) ? htmlAnswer(404) : topology(cluster))),
    )
    .get(`${at("zeebe")}/v2/topology`, read("zeebe", topology))
    .get(`${at("api")}/v2/topology`, read("zeebe", topology))
    .post(`${at("operate")}/v1/process-definitions/search`, definitions)
    .post(`${at("api")}/operate/v1/process-definitions/search`, definitions)
    .post(`${at("tasklist")}/v1/tasks/search`, tasks)
    .post(`${at("api")}/tasklist/v1/tasks/search`, tasks)
    .get(
      `${at("optimize")}/api/public/dashboard`,
      read("optimize", (_, c) =>
        c.req.query("collectionId") === undefined
          ? c.json({ errorMessage: "Must specify a collection ID for this request." }, 400)
          : c.json([]),
      ),
    );
}

/** What the Operate search finds: one deployed process. */
const DEFINITIONS = {
  items: [
    {
      key: 2251799813685249,
      name: "Order fulfilment",
      version: 3,
      bpmnProcessId: "order-fulfilment",
      tenantId: "<default>",
    },
  ],
  sortValues: [2251799813685249],
  total: 1,
};

/** Three brokers, three partitions. `lastCompletedChangeId` came with 8.8. */
function topology(cluster: SimulatedCluster): Response {
  const version = /\d+\.\d+\.\d+/.exec(cluster.generation)?.[0] ?? `${/\d+\.\d+/.exec(cluster.generation)?.[0]}.0`;
  const brokers = [0, 1, 2].map((nodeId) => ({
    nodeId,
    host: `zeebe-${nodeId}.zeebe-broker-service.${cluster.uuid}-zeebe.svc.cluster.local`,
    port: 26501,
    version,
    partitions: [1, 2, 3].map((partitionId) => ({
      partitionId,
      role: partitionId === nodeId + 1 ? "leader" : "follower",
      health: "healthy",
    })),
  }));
  return Response.json({
    brokers,
    clusterSize: 3,
    partitionsCount: 3,
    replicationFactor: 3,
    gatewayVersion: version,
    ...(isAtLeast(cluster, 8) ? { lastCompletedChangeId: "-1" } : {}),
  });
}
