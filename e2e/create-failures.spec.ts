import type { Page } from "@playwright/test";
import type { FaultInput } from "../simulator/faults";
import { callApi } from "./fixtures/api";
import { ageOperations } from "./fixtures/database";
import { apiTab, credentialsOf, fillAndCreate, openCreate, signIn, watchWindow } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

// What Latchkey makes of each kind of response is tested in lib/server/clients. Here: what the screen offers.

const POST = { method: "POST", path: "/clusters/:uuid/clients" } as const;
const SENT = "POST /clusters/:uuid/clients";

/** Camunda creates the client, and its response gets lost. */
const LOST_RESPONSE = { ...POST, times: 1, do: "reset", when: "after-commit" } satisfies FaultInput;
/** The request gets lost before Camunda creates anything. */
const LOST_REQUEST = { ...POST, times: 1, do: "reset" } satisfies FaultInput;

const outcomeOf = (page: Page, name: string) => page.getByRole("dialog", { name: `Creating ${name}` });
const UNKNOWN = "The client may or may not exist.";
const ORPHANED = "The client exists, but its secret was lost";
const ABSENT = "No client was created";

test("a client without its secret is deleted and created again, the second step alone if that fails", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Replaced" });
  await openAs(page, "owner", apiTab(cluster));
  simulator.addFault(LOST_RESPONSE);
  const form = await openCreate(page);
  await expect(form).toBeVisible();
  const staysOpen = await watchWindow(page);
  await fillAndCreate(form, "replaced");
  const outcome = outcomeOf(page, "replaced");
  await expect(outcome).toContainText(UNKNOWN);
  await expect(outcome).toContainText(ORPHANED);
  expect(simulator.count(SENT)).toBe(1);
  const [lost] = cluster.clients;

  simulator.addFault({ ...POST, times: 1, do: "answer", status: 429 });
  await outcome.getByRole("button", { name: "Delete and create again" }).click();
  await expect(outcome.getByRole("alert")).toContainText("The client was deleted, but not created again");
  await expect(outcome).not.toContainText(ORPHANED);
  expect(cluster.clients).toEqual([]);

  await outcome.getByRole("button", { name: "Create again" }).click();
  const credentials = credentialsOf(page);
  await expect(credentials).toBeVisible();
  expect(await staysOpen(), "one window, from the form to the secret").toBe(true);
  await credentials.getByRole("button", { name: "Test connection" }).click();
  await expect(credentials.getByRole("list", { name: "Result of the test" })).toContainText("Signed in and reached");
  expect(simulator.count(SENT)).toBe(3);
  expect(cluster.clients.map(({ name }) => name)).toEqual(["replaced"]);
  expect(cluster.clients[0]?.clientSecret).not.toBe(lost?.clientSecret);
});

test("after the dialog is closed, a banner above the list shows the outcome and replaces the client", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Banners" });
  await openAs(page, "owner", apiTab(cluster));
  simulator.addFault(LOST_RESPONSE);
  await fillAndCreate(await openCreate(page), "left-alone");
  await expect(outcomeOf(page, "left-alone")).toContainText(UNKNOWN);
  await outcomeOf(page, "left-alone").getByRole("button", { name: "Close" }).first().click();

  await expect(page.getByText("Checking whether left-alone was created")).toBeVisible();
  await expect(page.getByText("Nobody has the secret of left-alone")).toBeVisible();
  const row = page.getByRole("table", { name: "Clients" }).getByRole("row", { name: "left-alone" });
  await expect(row).toContainText("Nobody has its secret");
  await page.getByRole("button", { name: "Delete and create again" }).click();
  await expect(credentialsOf(page)).toBeVisible();
  expect(cluster.clients).toHaveLength(1);
  expect(simulator.count(SENT)).toBe(2);
});

test("a create that never happened can be sent again with the same values", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Again" });
  await openAs(page, "owner", apiTab(cluster));
  simulator.addFault(LOST_REQUEST);
  await fillAndCreate(await openCreate(page), "again", ["Operate"]);
  const outcome = outcomeOf(page, "again");
  await expect(outcome).toContainText(UNKNOWN);
  await ageOperations(app);
  await expect(outcome).toContainText(ABSENT);
  await outcome.getByRole("button", { name: "Create again" }).click();
  const dialog = page.getByRole("dialog", { name: "Create new client" });
  await expect(dialog.getByRole("textbox", { name: "Client name" })).toHaveValue("again");
  await expect(dialog.getByRole("checkbox", { name: "Operate" })).toBeChecked();
  await dialog.getByRole("button", { name: "Create" }).click();
  const credentials = credentialsOf(page);
  await credentials.getByRole("button", { name: "Copy client secret" }).click();
  expect(cluster.clients).toHaveLength(1);
  expect(simulator.count(SENT)).toBe(2);

  await credentials.getByRole("button", { name: "Done" }).click();
  await page.getByRole("link", { name: "Activity" }).click();
  const events = page.getByRole("row", { name: "Create client" });
  // One row for each request: the first was requested, got no clear response, and was not found.
  await expect(events).toHaveCount(2);
  await expect(events.filter({ hasText: "Not found" })).toContainText("3 events");
  await expect(events.filter({ hasText: "Succeeded" })).toHaveCount(1);
});

test("one request every two seconds polls all unresolved creates of a page", async ({ page, simulator, launch }) => {
  // An app of its own, because the creates count towards a member's limit per minute.
  const app = await launch();
  const cluster = simulator.state.addCluster({ name: "Unresolved" });
  await signIn(page, "owner", `${app.url}/audit`);
  simulator.addFault({ ...LOST_REQUEST, times: 20 });
  for (let number = 1; number <= 20; number++) {
    const data = { key: crypto.randomUUID(), name: `unresolved-${number}`, scopes: ["Zeebe"] };
    const response = await callApi(page, "POST", `${app.url}/api/clusters/${cluster.uuid}/clients`, { data });
    expect(response.status()).toBe(202);
  }
  const pollOfAll = `/api/clusters/${cluster.uuid}/operations`;
  const polls: string[] = [];
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.includes("/operations")) polls.push(pathname);
  });
  await page.clock.install();
  await page.goto(app.url + apiTab(cluster));
  const banners = page.getByText(/Checking whether unresolved-\d+ was created$/);
  await expect(banners).toHaveCount(20);
  polls.length = 0;
  const start = await page.evaluate(() => Date.now());
  for (let step = 0; step < 5; step++) {
    const polled = page.waitForResponse((response) => new URL(response.url()).pathname === pollOfAll);
    await page.clock.fastForward(2_000);
    await polled;
  }
  const seconds = ((await page.evaluate(() => Date.now())) - start) / 1_000;
  expect(new Set(polls)).toEqual(new Set([pollOfAll]));
  expect(polls.length).toBeGreaterThanOrEqual(5);
  // One more may have been under way at the start.
  expect(polls.length).toBeLessThanOrEqual(seconds / 2 + 1);
});

test("when the code that shows the secret can't be loaded, nothing is sent, and a reload helps", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Code gone" });
  await openAs(page, "owner", apiTab(cluster));
  const dialog = await openCreate(page);
  await expect(dialog).toBeVisible();
  await page.route("**/_next/**", (route) => route.abort());
  await fillAndCreate(dialog, "no-code");
  await expect(dialog.getByRole("alert")).toContainText("Nothing was sent. Reload the page and try again.");
  expect(simulator.count(SENT)).toBe(0);

  await page.unroute("**/_next/**");
  await page.reload();
  await fillAndCreate(await openCreate(page), "no-code");
  await expect(credentialsOf(page)).toBeVisible();
});

test("a refusal is shown in the dialog, and one about the name beside the name field", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Refused", maxClients: 1 });
  await openAs(page, "owner", apiTab(cluster));
  const dialog = await openCreate(page);
  const field = dialog.getByRole("textbox", { name: "Client name" });
  simulator.state.addClients(cluster.uuid, [{ name: "taken" }]);
  await fillAndCreate(dialog, "taken");
  await expect(field).toHaveAccessibleDescription(/already exists in this cluster/);
  await expect(field).toBeFocused();

  await fillAndCreate(dialog, "one-too-many");
  await expect(dialog.getByRole("alert")).toContainText("reached its maximum number of clients");
  await expect(dialog.getByRole("alert").getByText("No client was created")).toHaveCount(1);
  await expect(field).toHaveValue("one-too-many");
  expect(simulator.count(SENT)).toBe(2);
  expect(cluster.clients).toHaveLength(1);
});
