import { afterEach, beforeEach, expect, test } from "vitest";
import { type Simulator, startSimulator } from "./server";
import { callConsole, requestToken } from "./testing/caller";

let simulator: Simulator;
beforeEach(async () => {
  simulator = await startSimulator({ seed: [{ name: "C" }] });
});
afterEach(() => simulator.close());

function control(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(`${simulator.url}/_simulator${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
}
const uuid = () => simulator.state.clusters[0]?.uuid;

test("lists the requests by method, path and status, without its own", async () => {
  await callConsole(simulator, "GET", "/clusters");
  const list = async (query: string) => (await control("GET", `/requests${query}`)).json();
  expect(await list("")).toMatchObject([
    { path: "/oauth/token", status: 200 },
    { path: "/clusters", status: 200 },
  ]);
  expect(await list("?method=GET&path=/clusters&status=200")).toHaveLength(1);
  expect(simulator.count("GET /clusters")).toBe(1);
  expect((await control("POST", "/reset")).status).toBe(204);
  expect(await list("")).toEqual([]);
});

test("waits for a future request, and for one that was already made", async () => {
  const waited = control("GET", "/wait?method=POST&path=/oauth/token&count=2");
  await requestToken(simulator);
  await requestToken(simulator);
  expect(await (await waited).json()).toMatchObject({ id: 2, path: "/oauth/token" });
  expect((await control("GET", "/wait?path=/oauth/token&until=settled")).status).toBe(200);
});

test("adds, lists and removes faults", async () => {
  const fault = { path: "/clusters", do: "answer", status: 503 };
  const { id } = await (await control("POST", "/faults", fault)).json();
  expect((await callConsole(simulator, "GET", "/clusters")).status).toBe(503);
  expect(await (await control("GET", "/faults")).json()).toMatchObject([{ id, fault }]);
  await control("DELETE", `/faults/${id}`);
  expect((await callConsole(simulator, "GET", "/clusters")).status).toBe(200);
  await control("POST", "/faults", fault);
  await control("DELETE", "/faults");
  expect((await callConsole(simulator, "GET", "/clusters")).status).toBe(200);
});

test("releases hanging requests", async () => {
  await control("POST", "/faults", { path: "/clusters", do: "hang" });
  const pending = callConsole(simulator, "GET", "/clusters");
  await control("GET", "/wait?path=/clusters&until=held");
  expect(await (await control("POST", "/release")).json()).toEqual({ released: 1 });
  expect((await pending).status).toBe(200);
});

test("responds with 422 to an unknown fault and 404 for an unknown client", async () => {
  expect((await control("POST", "/faults", { path: "/x", do: "explode" })).status).toBe(422);
  expect((await control("POST", "/clients/nobody/grant")).status).toBe(404);
});

test("adds clusters, and 10,000 clients in one request", async () => {
  const cluster = await (await control("POST", "/clusters", { name: "Added", regionId: "syd-1" })).json();
  expect(cluster).toMatchObject({ name: "Added", generation: "8.8.2" });
  const added = await control("POST", `/clusters/${cluster.uuid}/clients`, { count: 10_000 });
  expect(await added.json()).toMatchObject({ added: 10_000, first: { name: "worker-1" } });
  const listed = await (await callConsole(simulator, "GET", `/clusters/${cluster.uuid}/clients`)).json();
  expect(listed).toHaveLength(10_000);
});

test("adds, changes, grants, shows and removes a client", async () => {
  const client = { name: "w (old)", clientId: "w", clientSecret: "s", permissions: ["Orchestration"] };
  await control("POST", `/clusters/${uuid()}/clients`, client);
  await control("PATCH", "/clients/w", { inactiveTokenRequests: 1 });
  await control("POST", "/clients/w/grant");
  expect(await (await control("GET", "/clients")).json()).toMatchObject([{ ...client, inactiveTokenRequests: 1 }]);
  expect(simulator.state.clusters[0]?.granted).toEqual(["w"]);
  expect((await control("DELETE", "/clients/w")).status).toBe(204);
  expect(await (await control("GET", "/clients")).json()).toEqual([]);
});

test("changes a cluster", async () => {
  await control("PATCH", `/clusters/${uuid()}`, { status: "Suspended", maxClients: 0 });
  expect(await (await control("GET", "/clusters")).json()).toMatchObject([
    { name: "C", status: "Suspended", maxClients: 0 },
  ]);
});

test("sets the next client, the settings and the clock", async () => {
  await control("POST", "/next-client", { clientSecret: "canary" });
  const created = await callConsole(simulator, "POST", `/clusters/${uuid()}/clients`, { clientName: "w" });
  expect(await created.json()).toMatchObject({ clientSecret: "canary" });
  await control("PATCH", "/settings", { tokenRateLimit: true });
  await control("PATCH", "/settings", { tokenLifetimeSeconds: 60 });
  expect(simulator.settings).toEqual({ tokenRateLimit: true, tokenLifetimeSeconds: 60, errorBodies: "mixed" });
  const before = simulator.now();
  await control("POST", "/clock", { advanceMs: 5000 });
  expect(simulator.now() - before).toBeGreaterThanOrEqual(5000);
});

test("starts from the seed again on request", async () => {
  await control("POST", "/clusters", { name: "Added" });
  await control("POST", "/reset", { state: true });
  expect(simulator.state.clusters.map(({ name }) => name)).toEqual(["C"]);
});

test("records in the activity who made or deleted a client in Console", async () => {
  const { uuid } = simulator.state.addCluster({ name: "With activity" });
  const response = await control("POST", `/clusters/${uuid}/clients`, { name: "by hand", by: "auth0|1" });
  const { clientId } = ((await response.json()) as { first: { clientId: string } }).first;
  await control("DELETE", `/clients/${clientId}?by=auth0%7C1`);
  const entries = simulator.state.activity.filter(({ entityId }) => entityId === clientId);
  expect(entries).toMatchObject([
    { audit: "API client by hand created", userId: "auth0|1", parentEntityId: uuid },
    { audit: "API client by hand deleted", userId: "auth0|1", parentEntityId: uuid },
  ]);
});
