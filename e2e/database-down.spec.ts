import { startPostgres } from "../scripts/postgres.mjs";
import { callApi } from "./fixtures/api";
import { lockDatabase } from "./fixtures/database";
import { apiTab, fillAndCreate, openCreate, signIn } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test("without its database Latchkey says so, page by page, with an id to ask about", async ({
  page,
  simulator,
  launch,
}) => {
  const postgres = await startPostgres();
  const app = await launch({ DATABASE_URL: postgres.url });
  const cluster = simulator.state.addCluster({ name: "Database" });
  await signIn(page, "owner", app.url + apiTab(cluster));
  await expect(page.getByRole("button", { name: "Create your first client" })).toBeVisible();
  const healthy = await page.request.get(`${app.url}/api/health`);
  expect([healthy.status(), (await healthy.json()).status]).toEqual([200, "ok"]);

  await postgres.stop();
  const ill = await page.request.get(`${app.url}/api/health`);
  expect([ill.status(), (await ill.json()).status]).toEqual([503, "unavailable"]);
  const answer = await callApi(page, "GET", `${app.url}/api/clusters`);
  expect(answer.status()).toBe(503);
  expect((await answer.json()).error.code).toBe("database_unavailable");

  for (const path of ["/clusters", apiTab(cluster), "/audit"]) {
    await page.goto(app.url + path);
    await expect(page.getByRole("heading", { name: "The database can't be reached" })).toBeVisible();
    const shown = await page.getByText("Request ID:").innerText();
    const id = /[\da-f-]{36}/.exec(shown)?.[0] ?? "none";
    await expect.poll(() => app.output()).toContain(id);
  }
});

test("who can't be signed out is told so, and is still signed in", async ({ page, context, launch }) => {
  const app = await launch();
  const signOut = async () => {
    await page.getByRole("button", { name: /account menu/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
  };
  await signIn(page, "owner", `${app.url}/audit`);
  const unlock = await lockDatabase(app);
  await signOut();
  const told = page.getByRole("alert").filter({ hasText: "You are still signed in" });
  await expect(told).toContainText("try again in a minute");
  await unlock();

  await page.reload();
  await expect(page.getByRole("heading", { name: "Audit" })).toBeVisible();
  await context.setOffline(true);
  await signOut();
  await expect(told).toContainText("Check your connection");
  await context.setOffline(false);
  await signOut();
  await expect(page.getByRole("heading", { name: "Sign in to Latchkey" })).toBeVisible();
});

test("a database that takes no writes refuses a create before anything is sent", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Locked" });
  await openAs(page, "owner", apiTab(cluster));
  const dialog = await openCreate(page);
  const unlock = await lockDatabase(app);
  await fillAndCreate(dialog, "refused");
  await expect(dialog.getByRole("alert")).toContainText("Nothing was sent to Camunda.");
  expect(simulator.count("POST /clusters/:uuid/clients")).toBe(0);
  await unlock();
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("dialog", { name: "Client credentials" })).toBeVisible();
  expect(cluster.clients).toHaveLength(1);
});
