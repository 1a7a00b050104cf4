import { afterAll, beforeAll, expect, test } from "vitest";
import { type Simulator, startSimulator } from "./server";
import { callConsole } from "./testing/caller";
import { manyClusters } from "./testing/many-clusters";

let simulator: Simulator;
beforeAll(async () => {
  simulator = await startSimulator({ seed: manyClusters(1_000, 100) });
});
afterAll(() => simulator.close());

async function list(path: string): Promise<unknown> {
  return (await callConsole(simulator, "GET", path)).json();
}

test("holds 1,000 clusters with 100 clients each, and finds every client by its id", async () => {
  expect(await list("/clusters")).toHaveLength(1_000);
  const clients = simulator.state.clusters.flatMap((cluster) => cluster.clients);
  expect(clients).toHaveLength(100_000);
  expect(clients.every((client) => simulator.state.client(client.clientId)?.client === client)).toBe(true);
});

test("lists a cluster with 150,000 clients, and adds and removes one", async () => {
  const inputs = manyClusters(1, 150_000)[0]?.clients ?? [];
  const { uuid } = simulator.state.addCluster({ name: "Large" });
  const [first] = simulator.state.addClients(uuid, inputs);
  expect(await list(`/clusters/${uuid}/clients`)).toHaveLength(150_000);
  expect((await callConsole(simulator, "POST", `/clusters/${uuid}/clients`, { clientName: "one-more" })).status).toBe(
    200,
  );
  expect(simulator.state.removeClient(first?.clientId ?? "")).toBe(true);
  expect(simulator.state.client(first?.clientId ?? "")).toBeUndefined();
  expect(simulator.state.cluster(uuid)?.clients).toHaveLength(150_000);
});

test("finds clients after their cluster, or their own id, has changed", () => {
  const { uuid } = simulator.state.addCluster({ name: "Changing", clients: [{ name: "w", clientId: "before" }] });
  const cluster = simulator.state.changeCluster(uuid, { status: "Suspended" });
  expect(simulator.state.client("before")?.client).toBe(cluster.clients[0]);
  simulator.state.changeClient("before", { clientId: "after" });
  expect(simulator.state.client("before")).toBeUndefined();
  expect(simulator.state.client("after")?.cluster).toBe(cluster);
});
