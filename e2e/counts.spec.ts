import type { Page } from "@playwright/test";
import type { Simulator } from "../simulator/server";
import { apiTab, createClient } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const TOKEN = "POST /oauth/token";
const ACTIVITY = "GET /activity/json";
const CLUSTERS = "GET /clusters";
const CLUSTER = "GET /clusters/:uuid";
const CLIENTS = "GET /clusters/:uuid/clients";

/** What Camunda was asked for, in alphabetical order: an API tab asks for its cluster and its clients at once. */
const routesOf = (simulator: Simulator) => {
  const routes = simulator.requests().map(({ route }) => route);
  return routes.toSorted();
};

/** The same without tokens: an earlier test may have made the worker's app get one. */
const callsOf = (simulator: Simulator) => routesOf(simulator).filter((route) => route !== TOKEN);

/** Moves the pointer over every link, as somebody does who looks for one, until no request is under way. */
async function hoverAllLinks(page: Page): Promise<void> {
  for (const link of await page.getByRole("link", { name: /^(?!Skip)/ }).all()) await link.hover();
  await page.waitForLoadState("networkidle");
}

test("a new process asks Camunda for a token and the list of clusters, and nothing else", async ({
  page,
  simulator,
  launch,
  openAs,
}) => {
  const app = await launch();
  await openAs(page, "owner", `${app.url}/clusters`);
  await expect(page.getByRole("table", { name: "Clusters" })).toBeVisible();
  await hoverAllLinks(page);
  expect(routesOf(simulator)).toEqual([CLUSTERS, TOKEN]);
});

test("a page fetches none of the others ahead", async ({ page, openAs }) => {
  const ahead: string[] = [];
  page.on("request", (request) => {
    if (request.headers()["next-router-prefetch"]) ahead.push(new URL(request.url()).pathname);
  });
  await openAs(page, "owner", "/clusters");
  await page.waitForLoadState("networkidle");
  const link = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Audit" });
  await link.hover();
  await link.click();
  await expect(page.getByRole("heading", { name: "Audit" })).toBeVisible();
  expect(ahead).toEqual([]);
});

test("the list of clusters is asked for once in ten seconds, and all clusters once by Sync now", async ({
  page,
  simulator,
  openAs,
}) => {
  await openAs(page, "owner", "/clusters");
  const table = page.getByRole("table", { name: "Clusters" });
  await expect(table).toBeVisible();
  expect(callsOf(simulator)).toEqual([CLUSTERS]);

  await page.reload();
  await expect(table).toBeVisible();
  await page.getByRole("searchbox", { name: "Search clusters" }).fill("warehouse sydney");
  await expect(table.getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: "Status", exact: true }).click();
  await page.waitForLoadState("networkidle");
  expect(callsOf(simulator)).toEqual([CLUSTERS]);

  simulator.resetCounts();
  const count = simulator.state.clusters.length;
  await page.getByRole("button", { name: "Sync now" }).click();
  await simulator.waitFor(CLIENTS, { count });
  await expect(page.getByRole("button", { name: "Sync now" })).toBeEnabled();
  await page.waitForLoadState("networkidle");
  const calls = [ACTIVITY, CLUSTERS, ...Array.from({ length: count }, () => CLIENTS)];
  expect(callsOf(simulator)).toEqual(calls);
});

test("an API tab asks for its cluster and its clients once, and once more for the clients by Sync now", async ({
  page,
  simulator,
  openAs,
}) => {
  const clients = [{ name: "apples" }, { name: "bananas" }];
  const cluster = simulator.state.addCluster({ name: "Counted", clients });
  await openAs(page, "owner", apiTab(cluster));
  const table = page.getByRole("table", { name: "Clients" });
  await expect(table).toBeVisible();
  expect(callsOf(simulator)).toEqual([CLUSTER, CLIENTS]);

  await page.reload();
  await expect(table).toBeVisible();
  await page.getByRole("searchbox", { name: "Search clients" }).fill("bananas");
  await expect(table.getByRole("row")).toHaveCount(2);
  await page.getByRole("button", { name: "Client ID", exact: true }).click();
  await hoverAllLinks(page);
  expect(callsOf(simulator)).toEqual([CLUSTER, CLIENTS]);

  simulator.resetCounts();
  await page.getByRole("button", { name: "Sync now", exact: true }).click();
  await simulator.waitFor(CLIENTS);
  await expect(page.getByRole("button", { name: "Sync now", exact: true })).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(callsOf(simulator)).toEqual([CLIENTS]);
});

test("an API tab of a cluster that was just listed asks for its clients only", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Listed" });
  await openAs(page, "owner", "/clusters");
  await expect(page.getByRole("table", { name: "Clusters" })).toContainText("Listed");
  simulator.resetCounts();
  await page.goto(apiTab(cluster));
  await expect(page.getByRole("heading", { name: "No clients yet" })).toBeVisible();
  expect(callsOf(simulator)).toEqual([CLIENTS]);
});

test("twenty tabs that open the list at once ask for it once", async ({ page, app, simulator, openAs }) => {
  await openAs(page, "owner", "/audit");
  simulator.addFault({ method: "GET", path: "/clusters", do: "hang" });
  const opening = Array.from({ length: 20 }, () => page.request.get(`${app.url}/clusters`));
  await simulator.waitFor(CLUSTERS, { until: "held" });
  simulator.clearFaults();
  simulator.release();
  for (const response of await Promise.all(opening)) {
    expect(response.status()).toBe(200);
    expect(await response.text()).toContain("Orders production");
  }
  expect(callsOf(simulator)).toEqual([CLUSTERS]);
});

test("a create sends one POST, and nothing is read while or after its dialog is open", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "One POST" });
  await openAs(page, "owner", apiTab(cluster));
  await expect(page.getByRole("button", { name: "Create your first client" })).toBeVisible();
  simulator.resetCounts();
  const credentials = await createClient(page, "counted");
  await page.waitForLoadState("networkidle");
  expect(callsOf(simulator)).toEqual(["POST /clusters/:uuid/clients"]);

  await credentials.getByRole("button", { name: "Copy", exact: true }).click();
  await credentials.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("table", { name: "Clients" })).toContainText("counted");
  await page.waitForLoadState("networkidle");
  expect(callsOf(simulator)).toEqual(["POST /clusters/:uuid/clients"]);
});

test("a delete sends one DELETE, and nothing is read", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "One DELETE", clients: [{ name: "goes" }, { name: "stays" }] });
  await openAs(page, "owner", apiTab(cluster));
  await page.getByRole("button", { name: "Delete client goes" }).click();
  simulator.resetCounts();
  await page.getByRole("textbox", { name: "Type goes to confirm" }).fill("goes");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: "goes" })).toHaveCount(0);
  await expect(page.getByRole("row", { name: "stays" })).toBeVisible();
  await page.waitForLoadState("networkidle");
  expect(callsOf(simulator)).toEqual(["DELETE /clusters/:uuid/clients/:clientId"]);
});
