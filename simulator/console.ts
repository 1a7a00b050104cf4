import { Hono } from "hono";
import { z } from "zod";
import {
  activityShape,
  clientDetailsShape,
  clusterShape,
  createdClientShape,
  listedClientShape,
} from "./console-shapes";
import { errorResponse } from "./errors";
import { readBearer } from "./jwt";
import type { SimulatedCluster } from "./state";
import { CONSOLE_AUDIENCE } from "./token";
import type { World } from "./world";

/** The permissions a client can be created with. Without a list, or with an empty one, it gets all of them. */
const PERMISSIONS = ["Zeebe", "Operate", "Tasklist", "Optimize", "Secrets"] as const;

/** The server accepts any name: existing clients have all kinds. */
const createSchema = z.object({
  clientName: z.string().min(1),
  permissions: z.array(z.enum(PERMISSIONS)).nullish(),
});

/** Statuses in which a cluster does not give its clients' connection details yet. */
const NOT_READY = ["Creating", "Resuming"];

/** The members are named by their roles: the simulated organization has no real people. */
const MEMBERS = [
  { name: "Demo owner", email: "owner@demo.example", roles: ["owner"], invitePending: false },
  { name: "Demo auditor", email: "auditor@demo.example", roles: ["visitor"], invitePending: false },
  { name: "", email: "invited@demo.example", roles: null, invitePending: true },
];

/** The Console (Administration) API. */
export function consoleRoutes(world: World): Hono {
  const store = world.state;
  const refuse = (status: number, detail: string) => errorResponse(world.settings, status, detail);

  /** Responds with 401 without a valid token, and 403 with a token for another audience. */
  function refuseCaller(authorization: string | undefined): Response | undefined {
    const claims = readBearer(store.signingKey, authorization, world.now());
    if (claims === null) return refuse(401, "Unauthorized");
    return claims.aud === CONSOLE_AUDIENCE ? undefined : refuse(403, "Forbidden");
  }

  /** Finds the cluster whose clients are requested: 404 if there is none, 403 if it belongs to someone else. */
  function clusterOfClients(uuid: string): SimulatedCluster | Response {
    const cluster = store.clusters.find((candidate) => candidate.uuid === uuid);
    if (cluster === undefined) return refuse(404, "Cluster not found");
    return cluster.foreign ? refuse(403, "Forbidden") : cluster;
  }

  const routes = new Hono();
  for (const path of ["/clusters/*", "/members", "/activity/json"]) {
    routes.use(path, async (c, next) => refuseCaller(c.req.header("authorization")) ?? (await next()));
  }

  routes.get("/clusters", (c) =>
    c.json(store.clusters.filter((cluster) => !cluster.foreign).map((cluster) => clusterShape(cluster, world.url))),
  );

  routes.get("/clusters/:uuid", (c) => {
    const cluster = store.clusters.find(({ uuid }) => uuid === c.req.param("uuid"));
    if (cluster === undefined || cluster.foreign) return refuse(404, "Cluster not found");
    return c.json(clusterShape(cluster, world.url));
  });

  routes.get("/clusters/:uuid/clients", (c) => {
    const cluster = clusterOfClients(c.req.param("uuid"));
    return cluster instanceof Response ? cluster : c.json(cluster.clients.map(listedClientShape));
  });

  routes.post("/clusters/:uuid/clients", async (c) => {
    const body = createSchema.safeParse(await c.req.json().catch(() => undefined));
    if (!body.success) return refuse(400, "Invalid request body");
    const cluster = clusterOfClients(c.req.param("uuid"));
    if (cluster instanceof Response) return cluster;
    const { clientName, permissions } = body.data;
    if (cluster.clients.some((client) => client.name === clientName)) return refuse(400, "names must be unique");
    // The same message as for a cluster of another organization: Camunda uses one code for both.
    if (cluster.maxClients !== null && cluster.clients.length >= cluster.maxClients) return refuse(403, "Forbidden");

    const next = world.nextClients.shift();
    const [client] = store.addClients(cluster.uuid, [
      { permissions: permissions?.length ? permissions : [...PERMISSIONS], ...next, name: next?.name ?? clientName },
    ]);
    if (client === undefined) throw new Error("addClients returned no client.");
    store.addActivity(activityShape("created", client, cluster.uuid, world.consoleClient.id, world.now()));
    return c.json(createdClientShape(cluster, client, world.url));
  });

  routes.get("/clusters/:uuid/clients/:clientId", (c) => {
    const cluster = clusterOfClients(c.req.param("uuid"));
    if (cluster instanceof Response) return cluster;
    const client = cluster.clients.find(({ clientId }) => clientId === c.req.param("clientId"));
    if (client === undefined) return refuse(404, "Client not found");
    if (NOT_READY.includes(cluster.status)) return refuse(412, "Cluster is not ready");
    if (client.notReadyReads > 0) {
      store.changeClient(client.clientId, { notReadyReads: client.notReadyReads - 1 });
      return refuse(412, "Client is not ready");
    }
    return c.json(clientDetailsShape(cluster, client, world.url));
  });

  routes.delete("/clusters/:uuid/clients/:clientId", (c) => {
    const cluster = clusterOfClients(c.req.param("uuid"));
    if (cluster instanceof Response) return cluster;
    const client = cluster.clients.find(({ clientId }) => clientId === c.req.param("clientId"));
    if (client === undefined) return refuse(404, "Client not found");
    store.removeClient(client.clientId);
    store.addActivity(activityShape("deleted", client, cluster.uuid, world.consoleClient.id, world.now()));
    return c.body(null, 204);
  });

  routes.get("/members", (c) => c.json(MEMBERS));
  routes.get("/activity/json", (c) => c.json(store.activity));
  return routes;
}
