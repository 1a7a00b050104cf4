import { type Context, Hono } from "hono";
import { z } from "zod";
import { activityShape } from "./console-shapes";
import { type FaultInput, faultSchema } from "./faults";
import type { Simulation } from "./simulation";
import { clusterSchema } from "./state";
import { nextClientSchema } from "./world";

const waitSchema = z.object({
  method: z.string().optional(),
  path: z.string().optional(),
  count: z.coerce.number().int().positive().optional(),
  until: z.enum(["arrived", "held", "settled"]).optional(),
});

const clientInputSchema = clusterSchema.shape.clients.unwrap().element;

/** The Camunda user who does something in Console. With one, the activity says so. */
const byShape = { by: z.string().optional() };

/** Either a number of clients with generated names, or one client. */
const addClientsSchema = z.union([
  z.strictObject({ count: z.number().int().min(1).max(100_000), prefix: z.string().default("worker") }),
  clientInputSchema.extend(byShape),
]);

/** Some fields of an object. The whole object is validated again after the change. */
const changesSchema = z.record(z.string(), z.unknown());

/**
 * `/_simulator/…`: the in-process functions over HTTP, for tests that run in another process. It needs no token, and
 * its own requests are not recorded.
 */
export function controlRoutes(simulation: Simulation): Hono {
  const { state } = simulation;
  const recordActivity = (verb: "created" | "deleted", clientId: string, userId: string) => {
    const entry = state.client(clientId);
    if (entry) state.addActivity(activityShape(verb, entry.client, entry.cluster.uuid, userId, simulation.now()));
  };
  const routes = new Hono().basePath("/_simulator");
  routes.onError((error, c) => c.json({ error: error.message }, error instanceof z.ZodError ? 422 : 404));

  routes.get("/requests", (c) => c.json(simulation.requests(requestFilter(c))));
  routes.get("/wait", async (c) => {
    const { method, path, count, until } = waitSchema.parse(c.req.query());
    return c.json(await simulation.waitFor({ method, path }, { count, until }));
  });
  routes.post("/reset", async (c) => {
    simulation.reset({ state: (await json(c, z.strictObject({ state: z.boolean().default(false) }))).state });
    return c.body(null, 204);
  });

  routes.get("/faults", (c) => c.json(simulation.faults()));
  routes.post("/faults", async (c) => {
    const fault: FaultInput = await json(c, faultSchema);
    return c.json({ id: simulation.addFault(fault) }, 201);
  });
  routes.delete("/faults/:id?", (c) => {
    simulation.clearFaults(c.req.param("id"));
    return c.body(null, 204);
  });
  routes.post("/release", (c) => c.json({ released: simulation.release() }));

  routes.patch("/settings", async (c) => c.json(simulation.change(await json(c, changesSchema))));
  routes.post("/clock", async (c) => {
    simulation.advance((await json(c, z.strictObject({ advanceMs: z.number() }))).advanceMs);
    return c.body(null, 204);
  });
  routes.post("/next-client", async (c) => {
    simulation.fixNextClient(await json(c, nextClientSchema));
    return c.body(null, 204);
  });

  routes.get("/clusters", (c) => c.json(state.clusters));
  routes.post("/clusters", async (c) => c.json(state.addCluster(await json(c, clusterSchema)), 201));
  routes.patch("/clusters/:uuid", async (c) =>
    c.json(state.changeCluster(c.req.param("uuid"), await json(c, changesSchema))),
  );
  routes.post("/clusters/:uuid/clients", async (c) => {
    const request = await json(c, addClientsSchema);
    if (!("count" in request)) {
      const { by, ...input } = request;
      const [first] = state.addClients(c.req.param("uuid"), [input]);
      if (by !== undefined && first !== undefined) recordActivity("created", first.clientId, by);
      return c.json({ added: 1, first }, 201);
    }
    const inputs = Array.from({ length: request.count }, (_, index) => ({ name: `${request.prefix}-${index + 1}` }));
    const added = state.addClients(c.req.param("uuid"), inputs);
    return c.json({ added: added.length, first: added[0] }, 201);
  });
  routes.get("/clients", (c) =>
    c.json(
      state.clusters.flatMap(({ uuid, name, clients }) =>
        clients.map((client) => ({ cluster: { uuid, name }, ...client })),
      ),
    ),
  );
  routes.patch("/clients/:id", async (c) =>
    c.json(state.changeClient(c.req.param("id"), await json(c, changesSchema))),
  );
  routes.delete("/clients/:id", (c) => {
    const { by } = z.object(byShape).parse(c.req.query());
    if (by !== undefined) recordActivity("deleted", c.req.param("id"), by);
    return c.body(null, state.removeClient(c.req.param("id")) ? 204 : 404);
  });
  routes.post("/clients/:id/grant", (c) => {
    state.grant(c.req.param("id"));
    return c.body(null, 204);
  });
  return routes;
}

function requestFilter(c: Context) {
  const { method, path, status } = c.req.query();
  return { method, path, status: status === undefined ? undefined : Number(status) };
}

/** Reads a JSON body. An empty body is read as {}. */
async function json<T>(c: Context, schema: z.ZodType<T>): Promise<T> {
  const text = await c.req.text();
  return schema.parse(text === "" ? {} : JSON.parse(text));
}
