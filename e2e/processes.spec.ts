import type { Page } from "@playwright/test";
import { FORMATS } from "../lib/credentials/formats";
import { startPostgres } from "../scripts/postgres.mjs";
import { callApi } from "./fixtures/api";
import { ageClients, ageOperations, lockDatabase, operationStates } from "./fixtures/database";
import { apiTab, credentialsOf, fillAndCreate, openCreate } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const SENT = "POST /clusters/:uuid/clients";
const HANG = { method: "POST", path: "/clusters/:uuid/clients", times: 1, do: "hang" } as const;

/** Presses Create again after the restart: the same request, which has an outcome by now. */
async function createAgain(page: Page, name: string) {
  const dialog = page.getByRole("dialog", { name: "Create new client" });
  await expect(dialog.getByRole("alert")).toContainText("Latchkey can't be reached.");
  return {
    press: () => dialog.getByRole("button", { name: "Create" }).click(),
    outcome: page.getByRole("dialog", { name: `Creating ${name}` }),
  };
}

test("killed after the operation was stored: the screen says after the restart that nothing was sent", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Killed before the send" });
  await openAs(page, "owner", app.url + apiTab(cluster));
  const dialog = await openCreate(page);
  // Without a token nothing can be sent: this one is revoked, and the next one does not come.
  simulator.addFault({ method: "GET", path: "/clusters", times: 1, do: "answer", status: 401 });
  simulator.addFault({ method: "POST", path: "/oauth/token", times: 1, do: "hang" });
  callApi(page, "GET", `${app.url}/api/clusters?refresh=1`).catch(() => undefined);
  await simulator.waitFor("POST /oauth/token", { until: "held" });
  await fillAndCreate(dialog, "killed-early");
  await expect.poll(() => operationStates(app, cluster.uuid)).toEqual(["requested"]);
  await app.end("SIGKILL");

  const again = await createAgain(page, "killed-early");
  await ageOperations(app);
  await app.restart();
  await again.press();
  await expect(again.outcome).toContainText("No client was created");
  expect(simulator.count(SENT)).toBe(0);
  expect(cluster.clients).toEqual([]);
});

test("killed after the send: one POST, and its client is found after the restart", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Killed after the send" });
  await openAs(page, "owner", app.url + apiTab(cluster));
  const dialog = await openCreate(page);
  simulator.addFault(HANG);
  await fillAndCreate(dialog, "killed-sent");
  await simulator.waitFor(SENT, { until: "held" });
  await app.end("SIGKILL");
  simulator.release();
  await simulator.waitFor(SENT, { until: "settled" });

  const again = await createAgain(page, "killed-sent");
  await ageOperations(app);
  await app.restart();
  await again.press();
  await expect(again.outcome).toContainText("The client exists, but its secret was lost");
  expect(simulator.count(SENT)).toBe(1);
  await again.outcome.getByRole("button", { name: "Delete and create again" }).click();
  await expect(credentialsOf(page)).toBeVisible();
  expect(cluster.clients).toHaveLength(1);
});

test("killed before our response reached the browser: the client is there, its secret perhaps not seen", async ({
  page,
  context,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Killed before our response" });
  await openAs(page, "owner", app.url + apiTab(cluster));
  const dialog = await openCreate(page);
  simulator.addFault(HANG);
  await fillAndCreate(dialog, "killed-late");
  await simulator.waitFor(SENT, { until: "held" });
  await page.close();
  simulator.release();
  await expect.poll(() => operationStates(app, cluster.uuid)).toEqual(["succeeded"]);
  await app.end("SIGKILL");
  await ageClients(app, cluster.uuid);
  await app.restart();

  const later = await context.newPage();
  await later.goto(app.url + apiTab(cluster));
  const row = later.getByRole("table", { name: "Clients" }).getByRole("row", { name: "killed-late" });
  await expect(row).toContainText("Secret may not have been seen: create a new client");
  await expect(row).toContainText("Demo owner");
  expect(simulator.count(SENT)).toBe(1);
  expect(cluster.clients).toHaveLength(1);
});

test("told to end while the database is locked, it stores a delivered client before it ends", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Ends while locked" });
  await openAs(page, "owner", app.url + apiTab(cluster));
  const dialog = await openCreate(page);
  simulator.addFault(HANG);
  await fillAndCreate(dialog, "delivered");
  await simulator.waitFor(SENT, { until: "held" });
  const unlock = await lockDatabase(app);
  simulator.release();
  await expect(credentialsOf(page).getByText("The client secret will not be shown again.")).toBeVisible({
    timeout: 30_000,
  });

  const before = app.output().length;
  const ended = app.end("SIGTERM");
  // The first failure may be the page's report that it showed the secret.
  const failures = () =>
    app
      .output()
      .slice(before)
      .match(/response still not stored/g) ?? [];
  await expect.poll(() => failures().length, { timeout: 20_000 }).toBeGreaterThan(2);
  expect(await operationStates(app, cluster.uuid)).toEqual(["requested"]);
  await unlock();
  expect(await ended).toBe(0);
  expect(await operationStates(app, cluster.uuid)).toEqual(["succeeded"]);

  await app.restart();
  await page.goto(app.url + apiTab(cluster));
  const row = page.getByRole("table", { name: "Clients" }).getByRole("row", { name: "delivered" });
  await expect(row).toContainText("Demo owner");
  await expect(page.getByText("Nobody has the secret")).toHaveCount(0);
  expect(cluster.clients).toHaveLength(1);
});

// Locks and transactions differ between the databases. What else a killed process leaves behind does not.
for (const provider of ["SQLite", "PostgreSQL"] as const) {
  test(`killed on ${provider} after Camunda's response, before it was stored: the client is found after the restart`, async ({
    page,
    app: appOnSqlite,
    simulator,
    launch,
    openAs,
  }) => {
    const postgres = provider === "PostgreSQL" ? await startPostgres() : undefined;
    const app = postgres ? await launch({ DATABASE_URL: postgres.url }) : appOnSqlite;
    const cluster = simulator.state.addCluster({ name: "Killed after the response" });
    await openAs(page, "owner", app.url + apiTab(cluster));
    const dialog = await openCreate(page);
    simulator.addFault(HANG);
    await fillAndCreate(dialog, "killed-responded");
    await simulator.waitFor(SENT, { until: "held" });
    const unlock = await lockDatabase(app);
    simulator.release();
    await simulator.waitFor(SENT, { until: "settled" });
    await app.end("SIGKILL");
    await unlock();

    const again = await createAgain(page, "killed-responded");
    await ageOperations(app);
    await app.restart();
    await again.press();
    await expect(again.outcome).toContainText("The client exists, but its secret was lost");
    expect(simulator.count(SENT)).toBe(1);
    expect(cluster.clients).toHaveLength(1);
    await postgres?.stop();
  });
}

test("told to end while a create is under way, the app responds first", async ({ page, simulator, launch, openAs }) => {
  const app = await launch();
  const cluster = simulator.state.addCluster({ name: "Ends in order" });
  await openAs(page, "owner", app.url + apiTab(cluster));
  const dialog = await openCreate(page);
  simulator.addFault(HANG);
  await fillAndCreate(dialog, "in-flight");
  await simulator.waitFor(SENT, { until: "held" });
  // The app responds and closes every connection: the page can't load what it still lacks.
  await page.route("**/_next/**", (route) => route.abort());
  const ended = app.end("SIGTERM");
  simulator.release();

  const credentials = credentialsOf(page);
  await expect(credentials.getByText("The client secret will not be shown again.")).toBeVisible();
  expect(await ended).toBe(0);
  await credentials.getByRole("button", { name: "Reveal client secret" }).click();
  await expect(credentials.getByText(cluster.clients[0]?.clientSecret ?? "none", { exact: true })).toBeVisible();
  // The browser makes the files: none of them needs the server any more.
  for (const { label } of FORMATS) {
    await credentials.getByRole("tab", { name: label, exact: true }).click();
    await expect(credentials.getByRole("tabpanel", { name: label, exact: true })).toContainText("Usage");
  }
  await credentials.getByRole("tab", { name: "Env Vars" }).click();
  const downloading = page.waitForEvent("download");
  await credentials.getByRole("button", { name: "Download" }).click();
  expect((await downloading).suggestedFilename()).toBe("CamundaCloudMgmtAPI-Client-in-flight.txt");
});
