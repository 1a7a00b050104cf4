import type { Page } from "@playwright/test";
import { FORMATS } from "../lib/credentials/formats";
import { startPostgres } from "../scripts/postgres.mjs";
import { callApi } from "./fixtures/api";
import type { App } from "./fixtures/app";
import { ageClients, ageIntents, lockDatabase } from "./fixtures/database";
import { apiTab, credentialsOf, fillAndCreate, openCreate, signIn } from "./fixtures/steps";
import { test as base, expect } from "./fixtures/test";

const SENT = "POST /clusters/:uuid/clients";
const POST = { method: "POST", path: "/clusters/:uuid/clients", times: 1 } as const;

/** A PostgreSQL for each worker that needs one. */
const test = base.extend<object, { postgres: string }>({
  postgres: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from this pattern.
    async ({}, use) => {
      const { url, stop } = await startPostgres();
      await use(url);
      await stop();
    },
    { scope: "worker" },
  ],
});

/** Presses Create again after the restart: the same wish, which has an outcome by now. */
async function askAgain(page: Page, name: string) {
  const dialog = page.getByRole("dialog", { name: "Create new client" });
  await expect(dialog.getByRole("alert")).toContainText("Latchkey can't be reached.");
  return {
    press: () => dialog.getByRole("button", { name: "Create" }).click(),
    outcome: page.getByRole("dialog", { name: `Creating ${name}` }),
  };
}

for (const provider of ["SQLite", "PostgreSQL"] as const) {
  test.describe(`killed on ${provider}`, () => {
    let app: App;
    /** What the helpers of the database take: the app for its file, or an address. */
    let database: App | string;

    test.beforeEach(async ({ launch, postgres }) => {
      app = await launch(provider === "SQLite" ? {} : { DATABASE_URL: postgres });
      database = provider === "SQLite" ? app : postgres;
    });

    test("after the intent: nothing was sent, and the screen says so after the restart", async ({
      page,
      simulator,
    }) => {
      const cluster = simulator.state.addCluster({ name: "Killed before the send" });
      await signIn(page, "owner", app.url + apiTab(cluster));
      const dialog = await openCreate(page);
      // Without a token nothing can be sent: this one is taken back, and the next one does not come.
      simulator.addFault({ method: "GET", path: "/clusters", times: 1, do: "answer", status: 401 });
      simulator.addFault({ method: "POST", path: "/oauth/token", times: 1, do: "hang" });
      callApi(page, "GET", `${app.url}/api/clusters`).catch(() => undefined);
      await simulator.waitFor("POST /oauth/token", { until: "held" });
      await fillAndCreate(dialog, "killed-early");
      const written = `${app.url}/api/audit-events?action=client.create&cluster=${cluster.uuid}`;
      await expect.poll(async () => (await (await callApi(page, "GET", written)).json()).events.length).toBe(1);
      await app.end("SIGKILL");

      const again = await askAgain(page, "killed-early");
      await ageIntents(database);
      await app.restart();
      await again.press();
      await expect(again.outcome).toContainText("No client was created");
      expect(simulator.count(SENT)).toBe(0);
      expect(cluster.clients).toEqual([]);
    });

    test("after the send: one POST, and its client is found after the restart", async ({ page, simulator }) => {
      const cluster = simulator.state.addCluster({ name: "Killed after the send" });
      await signIn(page, "owner", app.url + apiTab(cluster));
      const dialog = await openCreate(page);
      simulator.addFault({ ...POST, do: "hang" });
      await fillAndCreate(dialog, "killed-sent");
      await simulator.waitFor(SENT, { until: "held" });
      await app.end("SIGKILL");
      simulator.release();
      await simulator.waitFor(SENT, { until: "settled" });

      const again = await askAgain(page, "killed-sent");
      await ageIntents(database);
      await app.restart();
      await again.press();
      await expect(again.outcome).toContainText("The client exists, but its secret was lost");
      expect(simulator.count(SENT)).toBe(1);
      await again.outcome.getByRole("button", { name: "Delete and create again" }).click();
      await expect(credentialsOf(page)).toBeVisible();
      expect(cluster.clients).toHaveLength(1);
    });

    test("after the answer, before it was written: the client is found after the restart", async ({
      page,
      simulator,
    }) => {
      const cluster = simulator.state.addCluster({ name: "Killed after the answer" });
      await signIn(page, "owner", app.url + apiTab(cluster));
      const dialog = await openCreate(page);
      simulator.addFault({ ...POST, do: "hang" });
      await fillAndCreate(dialog, "killed-answered");
      await simulator.waitFor(SENT, { until: "held" });
      const unlock = await lockDatabase(database);
      simulator.release();
      await simulator.waitFor(SENT, { until: "settled" });
      await app.end("SIGKILL");
      await unlock();

      const again = await askAgain(page, "killed-answered");
      await ageIntents(database);
      await app.restart();
      await again.press();
      await expect(again.outcome).toContainText("The client exists, but its secret was lost");
      expect(simulator.count(SENT)).toBe(1);
      expect(cluster.clients).toHaveLength(1);
    });

    test("before our answer reached a browser: the client is there, and marked as perhaps not seen", async ({
      page,
      context,
      simulator,
    }) => {
      const cluster = simulator.state.addCluster({ name: "Killed before our answer" });
      await signIn(page, "owner", app.url + apiTab(cluster));
      const dialog = await openCreate(page);
      simulator.addFault({ ...POST, do: "hang" });
      await fillAndCreate(dialog, "killed-late");
      await simulator.waitFor(SENT, { until: "held" });
      await page.close();
      simulator.release();
      // The answer that nobody takes is in the log: the record was written before it.
      await expect.poll(() => app.output()).toMatch(/"method":"POST","route":"[^"]*\/clients"[^\n]*"status":201/);
      await app.end("SIGKILL");
      await ageClients(database, cluster.uuid);
      await app.restart();

      const later = await context.newPage();
      await later.goto(app.url + apiTab(cluster));
      const row = later.getByRole("table", { name: "Clients" }).getByRole("row", { name: "killed-late" });
      await expect(row).toContainText("Secret may not have been seen: create a new client");
      await expect(row).toContainText("Demo owner");
      expect(simulator.count(SENT)).toBe(1);
      expect(cluster.clients).toHaveLength(1);
    });
  });
}

test("asked to end while a create is under way, the app gives its answer first", async ({
  page,
  simulator,
  launch,
}) => {
  const app = await launch();
  const cluster = simulator.state.addCluster({ name: "Ends in order" });
  await signIn(page, "owner", app.url + apiTab(cluster));
  const dialog = await openCreate(page);
  simulator.addFault({ ...POST, do: "hang" });
  await fillAndCreate(dialog, "in-flight");
  await simulator.waitFor(SENT, { until: "held" });
  // The app gives the answer and closes every connection: whatever the page still lacked would not come.
  await page.route("**/_next/**", (route) => route.abort());
  const ended = app.end("SIGTERM");
  simulator.release();

  const credentials = credentialsOf(page);
  await expect(credentials.getByText("The secret is shown only once")).toBeVisible();
  expect(await ended).toBe(0);
  await credentials.getByRole("button", { name: "Reveal client secret" }).click();
  await expect(credentials.getByText(cluster.clients[0]?.clientSecret ?? "none", { exact: true })).toBeVisible();
  // The files are made in the browser: none of them needs the server any more.
  for (const { label } of FORMATS) {
    await credentials.getByRole("tab", { name: label, exact: true }).click();
    await expect(credentials.getByRole("tabpanel", { name: label, exact: true })).toContainText("Usage");
  }
  await credentials.getByRole("tab", { name: "Env Vars" }).click();
  const downloading = page.waitForEvent("download");
  await credentials.getByRole("button", { name: "Download" }).click();
  expect((await downloading).suggestedFilename()).toBe("CamundaCloudMgmtAPI-Client-in-flight.txt");
});
