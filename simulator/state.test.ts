import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startSimulator } from "./server";
import { bearer, callConsole } from "./testing/caller";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "simulator-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("keeps clusters, clients and tokens across a restart", async () => {
  const statePath = join(folder, "below", "state.json");
  const first = await startSimulator({ statePath });
  const uuid = first.state.cluster("Orders production")?.uuid;
  await callConsole(first, "POST", `/clusters/${uuid}/clients`, { clientName: "lasting" });
  const headers = await bearer(first);
  await first.close();

  const second = await startSimulator({ statePath });
  const clients = await (await fetch(`${second.url}/clusters/${uuid}/clients`, { headers })).json();
  expect(clients).toMatchObject([{ name: "lasting" }]);
  const { links } = await (await fetch(`${second.url}/clusters/${uuid}`, { headers })).json();
  expect(links.zeebe).toContain(second.url);
  await second.close();
});

test("writes one complete file that only its owner can read", async () => {
  const statePath = join(folder, "state.json");
  const simulator = await startSimulator({ statePath, seed: [{ name: "C" }] });
  simulator.state.addClients("C", [{ name: "a" }, { name: "b" }]);
  await simulator.close();
  expect(readdirSync(folder)).toEqual(["state.json"]);
  expect(statSync(statePath).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(statePath, "utf8")).clusters[0].clients).toHaveLength(2);
});

test("refuses a state file that is not JSON", async () => {
  const statePath = join(folder, "state.json");
  writeFileSync(statePath, '{"half":');
  await expect(startSimulator({ statePath })).rejects.toThrow(SyntaxError);
});

test("seeds the same realistic clusters each time", async () => {
  const [one, two] = [await startSimulator(), await startSimulator()];
  const summary = ({ state }: typeof one) =>
    state.clusters.map(({ uuid, name, clients }) => [uuid, name, clients.map(({ clientId }) => clientId)]);
  expect(summary(one)).toEqual(summary(two));
  const { clusters } = one.state;
  expect(clusters.length).toBeGreaterThanOrEqual(14);
  expect(new Set(clusters.map(({ status }) => status))).toEqual(
    new Set(["Healthy", "Unhealthy", "Updating", "Suspended", "Creating"]),
  );
  const empty = clusters.filter(({ status, clients }) => status === "Healthy" && clients.length === 0);
  expect(empty.map(({ name }) => name)).toEqual(["Orders production"]);
  for (const simulator of [one, two]) await simulator.close();
});
