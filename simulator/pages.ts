import { Hono } from "hono";
import { html } from "hono/html";
import type { World } from "./world";

/**
 * The pages that a cluster's links lead to: Console itself and the cluster's Identity (Admin from 8.9 on). The second
 * page lists the clients with a button that grants rights; the real one has a form for it.
 */
export function pageRoutes(world: World): Hono {
  const page = (title: string, body: unknown) =>
    html`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${title}</title></head><body><h1>${title}</h1>${body}</body></html>`;
  const routes = new Hono();

  routes.get("/console.cloud.camunda.io/org/:org/cluster/:uuid", (c) => {
    const cluster = world.state.cluster(c.req.param("uuid"));
    if (cluster === undefined) return c.notFound();
    return c.html(page("Simulated Camunda Console", html`<p>Cluster ${cluster.name}</p>`));
  });

  for (const path of [
    "/:host{[a-z]+-[0-9]+\\.zeebe\\.camunda\\.io}/:uuid/identity",
    "/:host{[a-z]+-[0-9]+\\.api\\.camunda\\.io}/:uuid/admin",
  ]) {
    routes.get(path, (c) => {
      const cluster = world.state.cluster(c.req.param("uuid") ?? "");
      if (cluster === undefined) return c.notFound();
      const rows = cluster.clients.map(({ name, clientId }) =>
        cluster.granted.includes(clientId)
          ? html`<li>${name} (${clientId}): granted</li>`
          : html`<li><form method="post"><button name="clientId" value="${clientId}">Grant rights to ${name}</button> ${clientId}</form></li>`,
      );
      return c.html(page(`Simulated Identity of ${cluster.name}`, html`<p>Owner type: Client</p><ul>${rows}</ul>`));
    });
    routes.post(path, async (c) => {
      const { clientId } = await c.req.parseBody();
      if (typeof clientId !== "string" || world.state.client(clientId) === undefined) return c.notFound();
      world.state.grant(clientId);
      return c.redirect(c.req.path, 303);
    });
  }
  return routes;
}
