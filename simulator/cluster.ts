import { type Context, Hono } from "hono";
import { htmlResponse } from "./errors";
import { readBearer } from "./jwt";
import { isAtLeast } from "./links";
import type { Component, SimulatedCluster } from "./state";
import type { World } from "./world";

/** Statuses in which a service of a cluster responds. */
const SERVING = ["Healthy", "Updating"];

/** The services of a cluster, their scopes, and the audience of their tokens: null is the cluster's own. */
const SERVICES = {
  zeebe: { scopes: ["Zeebe", "Orchestration"], audience: null },
  operate: { scopes: ["Operate", "Orchestration"], audience: "operate.camunda.io" },
  tasklist: { scopes: ["Tasklist", "Orchestration"], audience: "tasklist.camunda.io" },
  optimize: { scopes: ["Optimize"], audience: "optimize.camunda.io" },
} as const satisfies Partial<Record<Component, { scopes: readonly string[]; audience: string | null }>>;
type Service = keyof typeof SERVICES;

const problem = (status: number, title: string, detail: string) =>
  Response.json(
    { type: "about:blank", title, status, detail },
    { status, headers: { "Content-Type": "application/problem+json" } },
  );

/**
 * The clusters' own REST endpoints, one read without side effects for each scope:
 * - Zeebe: `GET /v2/topology` (below 8.8 `GET /v1/topology` too);
 * - Operate: `POST /v1/process-definitions/search`;
 * - Tasklist: `POST /v1/tasks/search`;
 * - Optimize: `GET /api/public/dashboard?collectionId=…`, the example in Camunda's documentation of authentication for
 *   the Optimize API. It lists ids, returns [] for an unknown collection, and 400 without one;
 * - Secrets has none: it gives access to the connector secrets, which no cluster host serves.
 * Up to 8.8 each service has its own host; 8.9 also serves REST, Operate and Tasklist on the shared `api` host.
 */
export function clusterRoutes(world: World): Hono {
  /** Finds the cluster for a host and uuid. The `api` hosts only exist from 8.9 on. */
  function clusterAt(host: string, uuid: string): SimulatedCluster | undefined {
    const [regionId, kind] = host.split(".");
    const cluster = world.state.clusters.find((candidate) => candidate.uuid === uuid);
    if (cluster === undefined || cluster.regionId !== regionId) return undefined;
    return kind === "api" && !isAtLeast(cluster, 9) ? undefined : cluster;
  }

  /** The response to a request that the service refuses; undefined if it allows the request. */
  function refusal(cluster: SimulatedCluster, service: Service, host: string, authorization: string | undefined) {
    if (!SERVING.includes(cluster.components[service] ?? cluster.status)) return htmlResponse(503);
    const claims = readBearer(world.state.signingKey, authorization, world.now());
    if (claims === null) return problem(401, "Unauthorized", "A valid access token is required.");
    const { scopes, audience } = SERVICES[service];
    // The `api` host accepts tokens for the cluster itself for each of its services.
    const audiences = host.includes(".api.") ? [audience, cluster.audience] : [audience ?? cluster.audience];
    if (claims.cluster !== cluster.uuid || !audiences.some((known) => known === claims.aud)) {
      return problem(403, "Forbidden", "The token is not for this cluster or this service.");
    }
    if (!claims.permissions.some((permission) => scopes.some((scope) => scope === permission))) {
      return problem(403, "Forbidden", "The client does not have the scope.");
    }
    if (isAtLeast(cluster, 8) && cluster.enforcesAuthorizations && !cluster.granted.includes(claims.azp)) {
      return problem(403, "Forbidden", "Insufficient permissions: the client has no rights in this cluster.");
    }
    return undefined;
  }

  /** Serves one read of one service. */
  const read = (service: Service, respond: (cluster: SimulatedCluster, c: Context) => Response) => (c: Context) => {
    const [host = "", uuid = ""] = [c.req.param("host"), c.req.param("uuid")];
    const cluster = clusterAt(host, uuid);
    if (cluster === undefined) return htmlResponse(404);
    return refusal(cluster, service, host, c.req.header("authorization")) ?? respond(cluster, c);
  };

  const definitions = read("operate", (_, c) => c.json(DEFINITIONS));
  const tasks = read("tasklist", (_, c) => c.json([]));
  const at = (kind: string) => `/:host{[a-z]+-[0-9]+\\.${kind}\\.camunda\\.io}/:uuid`;
  return new Hono()
    .get(
      `${at("zeebe")}/v1/topology`,
      read("zeebe", (cluster) => (isAtLeast(cluster, 8) ? htmlResponse(404) : topology(cluster))),
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

/** The result of the Operate search: one deployed process. */
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

/** Three brokers, three partitions. `lastCompletedChangeId` exists from 8.8 on. */
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
