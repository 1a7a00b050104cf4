import { startPostgres } from "../scripts/postgres.mjs";
import { callApi } from "./fixtures/api";
import { lockDatabase } from "./fixtures/database";
import { apiTab, fillAndCreate, openCreate, signIn } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test("without its database every page says so, with a request ID that the log has too", async ({
  page,
  simulator,
  launch,
  openAs,
}) => {
  const postgres = await startPostgres();
  const app = await launch({ DATABASE_URL: postgres.url });
  const cluster = simulator.state.addCluster({ name: "Database" });
  await openAs(page, "owner", app.url + apiTab(cluster));
  await expect(page.getByRole("button", { name: "Create your first client" })).toBeVisible();
  const health = async (query = "") => {
    const response = await page.request.get(`${app.url}/api/health${query}`);
    return [response.status(), await response.json()];
  };
  expect(await health()).toEqual([
    200,
    { status: "ok", database: { reads: true, writes: true }, consoleReached: true },
  ]);

  await postgres.stop();
  // A write that succeeded counts for five seconds.
  const unavailable = { status: "unavailable", database: { reads: false }, consoleReached: true };
  for (const query of ["", "?need=reads"]) expect(await health(query)).toMatchObject([503, unavailable]);
  const response = await callApi(page, "GET", `${app.url}/api/clusters`);
  expect(response.status()).toBe(503);
  expect((await response.json()).error.code).toBe("database_unavailable");

  for (const path of ["/clusters", apiTab(cluster), "/audit"]) {
    await page.goto(app.url + path);
    await expect(page.getByRole("heading", { name: "The database can't be reached" })).toBeVisible();
    const shown = await page.getByText("Request ID:").innerText();
    const id = /[\da-f-]{36}/.exec(shown)?.[0] ?? "none";
    await expect.poll(() => app.output()).toContain(id);
  }
});

test("a sign-out that fails says so, and the person is still signed in", async ({ page, context, app }) => {
  const signOut = async () => {
    await page.getByRole("button", { name: /account menu/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
  };
  await signIn(page, "owner", "/audit");
  const unlock = await lockDatabase(app);
  await signOut();
  const alert = page.getByRole("alert").filter({ hasText: "You are still signed in" });
  await expect(alert).toContainText("try again in a minute");
  await unlock();

  await page.reload();
  await expect(page.getByRole("heading", { name: "Audit" })).toBeVisible();
  await context.setOffline(true);
  await signOut();
  await expect(alert).toContainText("Check your connection");
  await context.setOffline(false);
  await signOut();
  await expect(page.getByRole("heading", { name: "Sign in to Latchkey" })).toBeVisible();
});

test("while the database accepts no writes, pages show stored lists, and a create is refused before it is sent", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Locked", clients: [{ name: "stored" }] });
  await openAs(page, "owner", apiTab(cluster));
  const row = page.getByRole("table", { name: "Clients" }).getByRole("row", { name: "stored" });
  await expect(row).toBeVisible();
  const unlock = await lockDatabase(app);
  const readHealth = async () => {
    const response = await page.request.get(`${app.url}/api/health`);
    return [response.status(), (await response.json()).status];
  };
  // A write that succeeded counts for five seconds.
  await expect.poll(readHealth).toEqual([503, "read-only"]);
  expect((await page.request.get(`${app.url}/api/health?need=reads`)).status()).toBe(200);
  await page.getByRole("button", { name: "Sync now", exact: true }).click();
  await expect(page.getByText("The database accepts no writes")).toBeVisible();
  await expect(row).toBeVisible();

  const dialog = await openCreate(page);
  await fillAndCreate(dialog, "refused");
  await expect(dialog.getByRole("alert")).toContainText("Nothing was sent to Camunda.");
  expect(simulator.count("POST /clusters/:uuid/clients")).toBe(0);
  await unlock();
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("dialog", { name: "Client credentials" })).toBeVisible();
  expect(cluster.clients).toHaveLength(2);
});
