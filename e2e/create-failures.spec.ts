import type { Page } from "@playwright/test";
import type { FaultInput } from "../simulator/faults";
import { ageIntents } from "./fixtures/database";
import { apiTab, credentialsOf, fillAndCreate, openCreate } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const POST = { method: "POST", path: "/clusters/:uuid/clients" } as const;
const SENT = "POST /clusters/:uuid/clients";

/** What happens to the one POST, after Camunda made the client… */
const LOST_ANSWERS = {
  "a reset": { ...POST, times: 1, do: "reset", when: "after-commit" },
  "half an answer": { ...POST, times: 1, do: "truncate" },
  "an HTML page": { ...POST, times: 1, do: "html", when: "after-commit" },
  "broken JSON": { ...POST, times: 1, do: "broken-json", when: "after-commit" },
  "an answer without a secret": { ...POST, times: 1, do: "omit", fields: ["clientSecret"] },
  "a 500": { ...POST, times: 1, do: "answer", status: 500, when: "after-commit" },
  "a 503": { ...POST, times: 1, do: "answer", status: 503, when: "after-commit" },
} satisfies Record<string, FaultInput>;

/** … and before it made one. */
const LOST_REQUESTS = {
  "a reset": { ...POST, times: 1, do: "reset" },
  "an HTML page": { ...POST, times: 1, do: "html" },
  "a 500": { ...POST, times: 1, do: "answer", status: 500 },
  "a 503": { ...POST, times: 1, do: "answer", status: 503 },
} satisfies Record<string, FaultInput>;

const outcomeOf = (page: Page, name: string) => page.getByRole("dialog", { name: `Creating ${name}` });
const bannerOf = (page: Page, name: string) => page.getByText(`Checking whether ${name} was created`);
const LOOKING = "The client may or may not exist.";
const ORPHANED = "The client exists, but its secret was lost";
const ABSENT = "No client was created";

test("whatever takes the answer of a create away, the screen says what is known, and one POST was sent", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Lost answers" });
  await openAs(page, "owner", apiTab(cluster));
  const names = Object.keys(LOST_ANSWERS).map((what) => what.replaceAll(" ", "-"));
  for (const [what, fault] of Object.entries(LOST_ANSWERS)) {
    const name = what.replaceAll(" ", "-");
    simulator.addFault(fault);
    await fillAndCreate(await openCreate(page), name);
    await expect(outcomeOf(page, name), what).toContainText(LOOKING);
    await outcomeOf(page, name).getByRole("button", { name: "Close" }).first().click();
    await expect(page.getByText(`Nobody has the secret of ${name}`)).toBeVisible();
  }
  for (const name of names) {
    const row = page.getByRole("table", { name: "Clients" }).getByRole("row", { name });
    await expect(row).toContainText("Nobody has its secret");
  }
  expect(simulator.count(SENT)).toBe(names.length);
  expect(cluster.clients.map(({ name }) => name)).toEqual(names);
});

test("a client whose answer was lost is replaced by one that works", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Replaced" });
  await openAs(page, "owner", apiTab(cluster));
  simulator.addFault(LOST_ANSWERS["a reset"]);
  await fillAndCreate(await openCreate(page), "replaced");
  const outcome = outcomeOf(page, "replaced");
  await expect(outcome).toContainText(LOOKING);
  await expect(outcome).toContainText(ORPHANED);
  expect(simulator.count(SENT)).toBe(1);
  const [lost] = cluster.clients;

  await outcome.getByRole("button", { name: "Delete and create again" }).click();
  const credentials = credentialsOf(page);
  await credentials.getByRole("button", { name: "Test connection" }).click();
  await expect(credentials.getByRole("list", { name: "Result of the test" })).toContainText("Reached");
  expect(simulator.count(SENT)).toBe(2);
  expect(cluster.clients.map(({ name }) => name)).toEqual(["replaced"]);
  expect(cluster.clients[0]?.clientSecret).not.toBe(lost?.clientSecret);
});

test("a client that is deleted and then not created again is told as that, and the second half can be tried alone", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Half replaced" });
  await openAs(page, "owner", apiTab(cluster));
  simulator.addFault(LOST_ANSWERS["a reset"]);
  await fillAndCreate(await openCreate(page), "half");
  const outcome = outcomeOf(page, "half");
  await expect(outcome).toContainText(ORPHANED);
  simulator.addFault({ ...POST, times: 1, do: "answer", status: 429 });
  await outcome.getByRole("button", { name: "Delete and create again" }).click();
  await expect(outcome.getByRole("alert")).toContainText("The client was deleted, but not created again");
  await expect(outcome).not.toContainText(ORPHANED);
  expect(cluster.clients).toHaveLength(0);
  await outcome.getByRole("button", { name: "Create again" }).click();
  await expect(credentialsOf(page)).toBeVisible();
  expect(cluster.clients.map(({ name }) => name)).toEqual(["half"]);
});

test("whatever takes a create away before Camunda did it, nothing is there, and the audit says so", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Lost requests", clients: [{ name: "other" }] });
  await openAs(page, "owner", apiTab(cluster));
  for (const [what, fault] of Object.entries(LOST_REQUESTS)) {
    const name = what.replaceAll(" ", "-");
    simulator.addFault(fault);
    await fillAndCreate(await openCreate(page), name);
    await expect(outcomeOf(page, name), what).toContainText(LOOKING);
    await outcomeOf(page, name).getByRole("button", { name: "Close" }).first().click();
    await expect(bannerOf(page, name)).toBeVisible();
  }
  await ageIntents(app);
  for (const what of Object.keys(LOST_REQUESTS))
    await expect(bannerOf(page, what.replaceAll(" ", "-"))).toBeHidden({ timeout: 20_000 });
  expect(simulator.count(SENT)).toBe(Object.keys(LOST_REQUESTS).length);
  expect(cluster.clients.map(({ name }) => name)).toEqual(["other"]);

  await page.getByRole("link", { name: "Activity" }).click();
  for (const what of Object.keys(LOST_REQUESTS)) {
    const events = page.getByRole("row", { name: "Create client" }).filter({ hasText: what.replaceAll(" ", "-") });
    await expect(events.filter({ hasText: "Not found" })).toHaveCount(1);
    await expect(events).toHaveCount(3);
  }
});

test("a create that never happened can be asked for again, as it was filled in", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Again" });
  await openAs(page, "owner", apiTab(cluster));
  simulator.addFault(LOST_REQUESTS["a reset"]);
  await fillAndCreate(await openCreate(page), "again", ["Operate"]);
  const outcome = outcomeOf(page, "again");
  await expect(outcome).toContainText(LOOKING);
  await ageIntents(app);
  await expect(outcome).toContainText(ABSENT, { timeout: 15_000 });
  await outcome.getByRole("button", { name: "Create again" }).click();
  const dialog = page.getByRole("dialog", { name: "Create new client" });
  await expect(dialog.getByRole("textbox", { name: "Client name" })).toHaveValue("again");
  await expect(dialog.getByRole("checkbox", { name: "Operate" })).toBeChecked();
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(credentialsOf(page)).toBeVisible();
  expect(cluster.clients).toHaveLength(1);
  expect(simulator.count(SENT)).toBe(2);
});

test("no answer at all is given up after twelve seconds, and a client made late is still found", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Late" });
  await openAs(page, "owner", apiTab(cluster));
  simulator.addFault({ ...POST, times: 1, do: "hang" });
  await fillAndCreate(await openCreate(page), "late");
  const outcome = outcomeOf(page, "late");
  await expect(outcome).toContainText(LOOKING, { timeout: 15_000 });
  expect(cluster.clients).toEqual([]);
  simulator.release();
  await expect(outcome).toContainText(ORPHANED);
  expect(simulator.count(SENT)).toBe(1);
  expect(cluster.clients).toHaveLength(1);
});

test("who closes the dialog finds the same news above the list, and the same way out", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Banners" });
  await openAs(page, "owner", apiTab(cluster));
  simulator.addFault({ ...POST, times: 1, do: "reset", when: "after-commit" });
  await fillAndCreate(await openCreate(page), "left-alone");
  await expect(outcomeOf(page, "left-alone")).toContainText(LOOKING);
  await outcomeOf(page, "left-alone").getByRole("button", { name: "Close" }).first().click();

  await expect(bannerOf(page, "left-alone")).toBeVisible();
  await expect(page.getByText("Nobody has the secret of left-alone")).toBeVisible();
  const row = page.getByRole("table", { name: "Clients" }).getByRole("row", { name: "left-alone" });
  await expect(row).toContainText("Nobody has its secret");
  await page.getByRole("button", { name: "Delete and create again" }).click();
  await expect(credentialsOf(page)).toBeVisible();
  expect(cluster.clients).toHaveLength(1);
  expect(simulator.count(SENT)).toBe(2);
});

test("when the page can't load what shows the secret, nothing is sent, and a reload helps", async ({
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

test("a clear no is told as one: the maximum, or a right that is missing", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Full", maxClients: 0 });
  await openAs(page, "owner", apiTab(cluster));
  const dialog = await openCreate(page);
  await fillAndCreate(dialog, "one-too-many");
  await expect(dialog.getByRole("alert")).toContainText("reached its maximum number of clients");
  await expect(dialog.getByRole("alert")).toContainText("No client was created.");
  await expect(dialog.getByRole("textbox", { name: "Client name" })).toHaveValue("one-too-many");
});

test("a name that was taken meanwhile is told beside the field", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Taken" });
  await openAs(page, "owner", apiTab(cluster));
  const dialog = await openCreate(page);
  simulator.state.addClients(cluster.uuid, [{ name: "taken" }]);
  await fillAndCreate(dialog, "taken");
  const field = dialog.getByRole("textbox", { name: "Client name" });
  await expect(field).toHaveAccessibleDescription(/already exists in this cluster/);
  await expect(field).toBeFocused();
  expect(simulator.count(SENT)).toBe(1);
  expect(cluster.clients).toHaveLength(1);
});
