import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { linksOf } from "./links";
import { type Simulator, startSimulator } from "./server";
import type { SimulatedCluster } from "./state";
import { bearer } from "./testing/caller";

const ALL = ["Zeebe", "Operate", "Tasklist", "Optimize", "Secrets"];
let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ seed: [] });
});
afterAll(() => simulator.close());

type Changes = Partial<Omit<SimulatedCluster, "clients">>;

function clusterWith(changes: Changes, permissions = ALL): SimulatedCluster {
  const cluster = simulator.state.addCluster({ name: "C", ...changes });
  simulator.state.addClients(cluster.uuid, [{ name: "c", permissions }]);
  return cluster;
}

/** The read of each service: [audience, method, path below the link]. */
const READS = {
  zeebe: ["zeebe.camunda.io", "GET", "/v2/topology"],
  operate: ["operate.camunda.io", "POST", "/v1/process-definitions/search"],
  tasklist: ["tasklist.camunda.io", "POST", "/v1/tasks/search"],
  optimize: ["optimize.camunda.io", "GET", "/api/public/dashboard?collectionId=none"],
} as const;
type Service = keyof typeof READS;
const SERVICES = ["zeebe", "operate", "tasklist", "optimize"] as const satisfies Service[];

async function read(
  cluster: SimulatedCluster,
  service: Service,
  audience: string = READS[service][0],
): Promise<Response> {
  const [, method, path] = READS[service];
  const client = cluster.clients[0];
  const headers = client ? await bearer(simulator, { id: client.clientId, secret: client.clientSecret }, audience) : {};
  return fetch(`${linksOf(cluster, simulator.url, "o")[service]}${path}`, { method, headers });
}

describe.each(["Zeebe 8.5.2", "8.6.5", "8.7.1", "Camunda 8.8+gen3", "8.9.1"])("a cluster of %s", (generation) => {
  test.each(SERVICES)("serves the read of %s at its link", async (service) => {
    expect((await read(clusterWith({ generation, regionId: "syd-1" }), service)).status).toBe(200);
  });

  test("reports its version in the topology", async () => {
    const { gatewayVersion, brokers } = await (await read(clusterWith({ generation }), "zeebe")).json();
    expect(gatewayVersion).toBe(/\d\.\d\.\d/.exec(generation)?.[0] ?? "8.8.0");
    expect(brokers).toHaveLength(3);
  });
});

test("only 8.9 has the api host, and only versions below 8.8 have a v1 topology", async () => {
  const status = async (generation: string, host: string, path: string) => {
    const { uuid } = clusterWith({ generation });
    return (await fetch(`${simulator.url}/bru-2.${host}.camunda.io/${uuid}${path}`)).status;
  };
  // 401: it exists, and requires a token.
  expect(await status("8.9.1", "api", "/v2/topology")).toBe(401);
  expect(await status("8.9.1", "zeebe", "/v2/topology")).toBe(401);
  expect(await status("8.8.2", "api", "/v2/topology")).toBe(404);
  expect(await status("8.5.2", "zeebe", "/v1/topology")).toBe(401);
});

test("has no v1 topology from 8.8 on", async () => {
  const cluster = clusterWith({ generation: "8.8.2" });
  const { clientId = "", clientSecret = "" } = cluster.clients[0] ?? {};
  const headers = await bearer(simulator, { id: clientId, secret: clientSecret }, "zeebe.camunda.io");
  const url = `${simulator.url}/bru-2.zeebe.camunda.io/${cluster.uuid}/v1/topology`;
  expect((await fetch(url, { headers })).status).toBe(404);
});

test("serves a cluster only in its own region", async () => {
  const { uuid } = clusterWith({});
  expect((await fetch(`${simulator.url}/syd-1.zeebe.camunda.io/${uuid}/v2/topology`)).status).toBe(404);
});

test.each(SERVICES)("responds with 401 without a token and 403 with one for another service (%s)", async (service) => {
  const cluster = clusterWith({});
  const [, method, path] = READS[service];
  const url = `${linksOf(cluster, simulator.url, "o")[service]}${path}`;
  expect((await fetch(url, { method })).status).toBe(401);
  expect((await read(cluster, service, "secrets.camunda.io")).status).toBe(403);
});

test("responds with 403 on the api host if the audience is right but the scope is missing", async () => {
  const cluster = clusterWith({ generation: "8.9.1" }, ["Zeebe"]);
  expect((await read(cluster, "operate", "zeebe.camunda.io")).status).toBe(403);
});

test("refuses a token of another cluster's client", async () => {
  const [mine, other] = [clusterWith({}), clusterWith({})];
  const { clientId = "", clientSecret = "" } = other.clients[0] ?? {};
  const headers = await bearer(simulator, { id: clientId, secret: clientSecret }, "zeebe.camunda.io");
  const url = `${simulator.url}/bru-2.zeebe.camunda.io/${mine.uuid}/v2/topology`;
  expect((await fetch(url, { headers })).status).toBe(403);
});

test("refuses a new client of an 8.8 cluster that enforces authorizations until it is granted rights", async () => {
  const cluster = clusterWith({ generation: "8.8.2", enforcesAuthorizations: true });
  expect((await read(cluster, "zeebe")).status).toBe(403);
  const page = `${linksOf(cluster, simulator.url, "o")["identity"]}`;
  const body = new URLSearchParams({ clientId: cluster.clients[0]?.clientId ?? "" });
  expect((await fetch(page, { method: "POST", body })).status).toBe(200);
  expect((await read(cluster, "zeebe")).status).toBe(200);
  expect(await (await fetch(page)).text()).toContain("granted");
});

test("does not enforce authorizations below 8.8", async () => {
  expect((await read(clusterWith({ generation: "8.7.1", enforcesAuthorizations: true }), "zeebe")).status).toBe(200);
});

test.each(["Suspended", "Creating", "Unhealthy"])("responds with 503 while it is %s", async (status) => {
  expect((await read(clusterWith({ status }), "zeebe")).status).toBe(503);
});

test("serves the services that are healthy", async () => {
  const cluster = clusterWith({ status: "Unhealthy", components: { zeebe: "Healthy" } });
  expect([(await read(cluster, "zeebe")).status, (await read(cluster, "operate")).status]).toEqual([200, 503]);
});

test("accepts a deleted client's token until it expires", async () => {
  const cluster = clusterWith({});
  const { clientId = "", clientSecret = "" } = cluster.clients[0] ?? {};
  const headers = await bearer(simulator, { id: clientId, secret: clientSecret }, "zeebe.camunda.io");
  simulator.state.removeClient(clientId);
  const url = `${simulator.url}/bru-2.zeebe.camunda.io/${cluster.uuid}/v2/topology`;
  expect((await fetch(url, { headers })).status).toBe(200);
  simulator.advance(86_400_000);
  expect((await fetch(url, { headers })).status).toBe(401);
});
