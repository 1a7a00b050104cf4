import { apiTab } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test("with Console down and nothing stored, the page says so, and a retry brings the list", async ({
  page,
  simulator,
  openAs,
}) => {
  simulator.addFault({ method: "GET", path: "/clusters", do: "answer", status: 503 });
  await openAs(page, "owner", "/clusters");
  await expect(page.getByRole("alert").filter({ hasText: "Console can't be reached" })).toContainText(
    "Your clusters and clients keep running",
  );
  await expect(page.getByRole("table")).toHaveCount(0);
  simulator.clearFaults();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("table", { name: "Clusters" })).toContainText("Orders production");
  await expect(page.getByText("Console can't be reached")).toHaveCount(0);
});

test("with Console down, stored lists stay readable, with their age", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Stored", clients: [{ name: "stored-client" }] });
  await openAs(page, "owner", "/clusters");
  const clusters = page.getByRole("table", { name: "Clusters" });
  await expect(clusters).toContainText("Orders production");
  await page.goto(apiTab(cluster));
  const clients = page.getByRole("table", { name: "Clients" });
  await expect(clients).toContainText("stored-client");
  simulator.addFault({ method: "GET", path: "/clusters*", do: "reset" });
  const refresh = page.getByRole("button", { name: "Sync now", exact: true });
  await refresh.click();
  const stale = page.getByText("Showing data from");
  await expect(stale).toContainText(/UTC\+1[34]:45/);
  await expect(clients).toContainText("stored-client");
  await expect(page.getByRole("heading", { name: "Stored", level: 1 })).toBeVisible();

  await page.goto("/clusters");
  await expect(clusters).toContainText("Orders production");
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(stale).toContainText(/UTC\+1[34]:45/);
  await expect(clusters).toContainText("Orders production");
  simulator.clearFaults();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(stale).toHaveCount(0);
});

test("a Console that hangs is called slow after five seconds, and given up before fifteen", async ({
  page,
  simulator,
  openAs,
}) => {
  await openAs(page, "owner", "/audit");
  simulator.addFault({ method: "GET", path: "/clusters", do: "hang" });
  const started = Date.now();
  await page.goto("/clusters", { waitUntil: "commit" });
  await expect(page.getByText("Camunda's Console API is slow to respond.")).toBeVisible();
  await expect(page.getByText("did not respond in time")).toBeVisible({ timeout: 15_000 });
  expect(Date.now() - started).toBeLessThan(15_000);
});

test("when Camunda refuses Latchkey's own client, the page names the settings", async ({
  page,
  simulator,
  launch,
  openAs,
}) => {
  const app = await launch({ CAMUNDA_CONSOLE_CLIENT_SECRET: "an-old-one" });
  await openAs(page, "owner", `${app.url}/clusters`);
  await expect(page.getByRole("alert").filter({ hasText: "Camunda denied access" })).toContainText(
    "Check CAMUNDA_CONSOLE_CLIENT_ID and CAMUNDA_CONSOLE_CLIENT_SECRET.",
  );
  expect(simulator.count("GET")).toBe(0);
});

test("the state of every cluster is named, and each cluster opens", async ({ page, simulator, openAs }) => {
  const states = { "Fleet maintenance": "Suspended", "Invoicing pilot": "Creating", "Warehouse Sydney": "Unhealthy" };
  await openAs(page, "owner", "/clusters");
  const table = page.getByRole("table", { name: "Clusters" });
  for (const [name, state] of Object.entries(states))
    await expect(table.getByRole("row", { name })).toContainText(state);
  await page.getByRole("searchbox", { name: "Search clusters" }).fill("suspended");
  await expect(table.getByRole("row")).toHaveCount(2);
  for (const [name, state] of Object.entries(states)) {
    await page.goto(`/clusters/${simulator.state.cluster(name)?.uuid}/overview`);
    await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
    await expect(page.getByRole("main")).toContainText(state);
  }
});

test("a cluster that does not exist, or belongs to another organization, is not found", async ({
  page,
  simulator,
  openAs,
}) => {
  const foreign = simulator.state.addCluster({ name: "Not ours", foreign: true });
  await openAs(page, "owner", "/clusters");
  for (const id of [foreign.uuid, crypto.randomUUID(), "nonsense"]) {
    for (const tab of ["overview", "api"]) {
      await page.goto(`/clusters/${id}/${tab}`);
      await expect(page.getByRole("heading", { name: "No cluster with this ID" })).toBeVisible();
      await expect(page).toHaveTitle("No cluster with this ID · Latchkey");
    }
  }
  for (const path of ["/nowhere", `/clusters/${foreign.uuid}/nowhere`]) {
    expect((await page.goto(path))?.status()).toBe(404);
    await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
    await expect(page).toHaveTitle("Page not found · Latchkey");
    await expect(page.getByRole("navigation", { name: "Main" })).toBeVisible();
  }
});

test("HTML in names is text", async ({ page, simulator, openAs }) => {
  const name = `<img src=x onerror="document.title='owned'"><b>bold</b> & "quoted"`;
  const cluster = simulator.state.addCluster({ name, clients: [{ name: `</td><script>alert(1)</script>` }] });
  await openAs(page, "owner", "/clusters");
  await page.getByRole("table", { name: "Clusters" }).getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "API" }).click();
  await expect(page.getByRole("rowheader", { name: "</td><script>alert(1)</script>" })).toBeVisible();
  const base = `/clusters/${cluster.uuid}`;
  const pages = ["overview", "api", "activity", "access"].map((tab) => `${base}/${tab}`);
  for (const path of ["/clusters", ...pages, "/audit", "/settings/members", "/settings/sessions"]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await page.title(), path).not.toBe("owned");
    await expect(page.locator("main img, main b")).toHaveCount(0);
  }
  expect(cluster.name).toBe(name);
});

test("an empty list can be refreshed", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Empty at first" });
  await openAs(page, "owner", apiTab(cluster));
  await expect(page.getByRole("heading", { name: "No clients yet" })).toBeVisible();
  simulator.state.addClients(cluster.uuid, [{ name: "made-in-console" }]);
  await page.getByRole("button", { name: "Sync now" }).click();
  await expect(page.getByRole("rowheader", { name: "made-in-console" })).toBeVisible();
});
