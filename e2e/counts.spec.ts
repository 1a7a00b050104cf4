import type { Page } from "@playwright/test";
import type { Simulator } from "../simulator/server";
import { apiTab, createClient, signIn } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const askedOf = (simulator: Simulator) => simulator.requests().map(({ route }) => route);

/** Moves the pointer over every link, as somebody does who looks for one, until nothing is under way any more. */
async function hoverAllLinks(page: Page): Promise<void> {
  for (const link of await page.getByRole("link", { name: /^(?!Skip)/ }).all()) await link.hover();
  await page.waitForLoadState("networkidle");
}

test("a cold start of the cluster list asks Camunda for a token and the list, and for nothing else", async ({
  page,
  simulator,
  launch,
}) => {
  const app = await launch();
  await signIn(page, "owner", `${app.url}/clusters`);
  await expect(page.getByRole("table", { name: "Clusters" })).toBeVisible();
  await hoverAllLinks(page);
  expect(askedOf(simulator)).toEqual(["POST /oauth/token", "GET /clusters"]);
});

test("a cold start of the API tab asks twice, and for a token, and looking around on it asks for nothing", async ({
  page,
  simulator,
  launch,
}) => {
  const cluster = simulator.state.addCluster({ name: "Counted", clients: [{ name: "a" }, { name: "b" }] });
  const app = await launch();
  await signIn(page, "owner", app.url + apiTab(cluster));
  await expect(page.getByRole("table", { name: "Clients" })).toBeVisible();
  await hoverAllLinks(page);
  await page.getByRole("searchbox", { name: "Search clients" }).fill("a");
  await page.getByRole("button", { name: "Client ID", exact: true }).click();
  await page.waitForLoadState("networkidle");
  expect(askedOf(simulator).sort()).toEqual([
    "GET /clusters/:uuid",
    "GET /clusters/:uuid/clients",
    "POST /oauth/token",
  ]);
});

test("a create sends one POST and reads nothing until its dialog is closed", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "One POST" });
  await openAs(page, "owner", apiTab(cluster));
  await expect(page.getByRole("button", { name: "Create your first client" })).toBeVisible();
  simulator.resetCounts();
  const credentials = await createClient(page, "counted");
  await page.waitForLoadState("networkidle");
  expect(askedOf(simulator)).toEqual(["POST /clusters/:uuid/clients"]);

  await credentials.getByRole("button", { name: "Copy", exact: true }).click();
  await credentials.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("table", { name: "Clients" })).toContainText("counted");
  expect(askedOf(simulator)).toEqual(["POST /clusters/:uuid/clients", "GET /clusters/:uuid/clients"]);
});

test("a delete sends one DELETE", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "One DELETE", clients: [{ name: "goes" }, { name: "stays" }] });
  await openAs(page, "owner", apiTab(cluster));
  await page.getByRole("button", { name: "Delete client goes" }).click();
  simulator.resetCounts();
  await page.getByRole("textbox", { name: "Type goes to confirm" }).fill("goes");
  await page.keyboard.press("Enter");
  await simulator.waitFor("GET /clusters/:uuid/clients");
  await expect(page.getByRole("row", { name: "stays" })).toBeVisible();
  await expect(page.getByRole("row", { name: "goes" })).toHaveCount(0);
  expect(askedOf(simulator)).toEqual(["DELETE /clusters/:uuid/clients/:clientId", "GET /clusters/:uuid/clients"]);
});
