import { ageLists } from "./fixtures/database";
import { apiTab, openCreate, signIn } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const LIST = { method: "GET", path: "/clusters" } as const;

test("with Console down and nothing remembered, the page says so, and a retry brings the list", async ({
  page,
  simulator,
  launch,
}) => {
  const app = await launch();
  simulator.addFault({ ...LIST, do: "answer", status: 503 });
  await signIn(page, "owner", `${app.url}/clusters`);
  await expect(page.getByRole("alert").filter({ hasText: "Console can't be reached" })).toContainText(
    "Your clusters and clients keep running",
  );
  await expect(page.getByRole("table")).toHaveCount(0);
  simulator.clearFaults();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByRole("table", { name: "Clusters" })).toContainText("Orders production");
  await expect(page.getByText("Console can't be reached")).toHaveCount(0);
});

test("with Console down the lists that were seen before stay readable, with their age", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Remembered", clients: [{ name: "remembered-client" }] });
  await openAs(page, "owner", "/clusters");
  await page.goto(apiTab(cluster));
  await expect(page.getByRole("table", { name: "Clients" })).toContainText("remembered-client");
  await ageLists(app);
  simulator.addFault({ method: "GET", path: "/clusters*", do: "reset" });
  await page.reload();
  await expect(page.getByRole("table", { name: "Clients" })).toContainText("remembered-client");
  await expect(page.getByRole("heading", { name: "Remembered", level: 1 })).toBeVisible();
  await expect(page.getByText("Showing data from").first()).toContainText(/UTC\+1[34]:45/);
  await page.goto("/clusters");
  await expect(page.getByRole("table", { name: "Clusters" })).toContainText("Orders production");
  simulator.clearFaults();
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.getByText("Showing data from")).toHaveCount(0);
});

test("a Console that hangs is called slow after five seconds, and given up before fifteen", async ({
  page,
  simulator,
  launch,
}) => {
  const app = await launch();
  await signIn(page, "owner", `${app.url}/audit`);
  simulator.addFault({ ...LIST, do: "hang" });
  const started = Date.now();
  await page.goto(`${app.url}/clusters`, { waitUntil: "commit" });
  await expect(page.getByText("Camunda's Console API is slow to respond.")).toBeVisible();
  await expect(page.getByText("did not respond in time")).toBeVisible({ timeout: 15_000 });
  expect(Date.now() - started).toBeLessThan(15_000);
});

test("Latchkey's own client refused by Camunda is told as what it is", async ({ page, simulator, launch }) => {
  const app = await launch({ CAMUNDA_CONSOLE_CLIENT_SECRET: "an-old-one" });
  await signIn(page, "owner", `${app.url}/clusters`);
  await expect(page.getByRole("alert").filter({ hasText: "Camunda denied access" })).toContainText(
    "Check CAMUNDA_CONSOLE_CLIENT_ID and CAMUNDA_CONSOLE_CLIENT_SECRET.",
  );
  expect(simulator.count("GET")).toBe(0);
});

test("clusters of every state are named by word, and each opens", async ({ page, simulator, openAs }) => {
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

test("a cluster that does not exist, or is another organization's, is not there", async ({
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
    }
  }
  await page.goto("/nowhere");
  await expect(page.getByRole("heading", { name: "Page not found" })).toBeVisible();
});

test("HTML in names is text", async ({ page, simulator, openAs }) => {
  const name = `<img src=x onerror="document.title='owned'"><b>bold</b> & "quoted"`;
  const cluster = simulator.state.addCluster({ name, clients: [{ name: `</td><script>alert(1)</script>` }] });
  await openAs(page, "owner", "/clusters");
  await page.getByRole("table", { name: "Clusters" }).getByRole("link", { name }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "API" }).click();
  await expect(page.getByRole("rowheader", { name: "</td><script>alert(1)</script>" })).toBeVisible();
  expect(await page.title()).not.toContain("owned");
  await expect(page.locator("main img")).toHaveCount(0);
  expect(cluster.name).toBe(name);
});

test("ten thousand clients come page by page, are searched by the server, and keep few rows in the page", async ({
  page,
  simulator,
  openAs,
}) => {
  const clients = Array.from({ length: 10_000 }, (_, index) => ({ name: `worker-${index + 1}` }));
  const cluster = simulator.state.addCluster({ name: "Crowded", clients });
  await openAs(page, "owner", apiTab(cluster));
  const table = page.getByRole("table", { name: "Clients" });
  await expect(table.getByRole("row").nth(1)).toContainText("worker-1");
  await expect(table).toHaveAttribute("aria-rowcount", "10001");
  for (const shown of [25, 125, 225])
    await page.getByRole("button", { name: `Show more clients (${shown} of 10000)` }).click();
  await expect(page.getByRole("button", { name: "Show more clients (325 of 10000)" })).toBeVisible();
  // The page grows as rows are measured: its end may have to be asked for twice.
  await expect(async () => {
    await page.keyboard.press("End");
    await expect(table.getByRole("row", { name: "worker-325" })).toBeInViewport({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  expect(await table.getByRole("row").count()).toBeLessThan(150);

  await page.getByRole("searchbox", { name: "Search clients" }).fill("worker-9999");
  await expect(page.getByText("1 of 10000")).toBeVisible();
  await expect(table.getByRole("row")).toHaveCount(2);
  await page.getByRole("searchbox", { name: "Search clients" }).fill("");
  const dialog = await openCreate(page);
  await dialog.getByRole("textbox", { name: "Client name" }).fill("worker-7777");
  await expect(dialog.getByText("already exists in this cluster")).toBeVisible();
});
