import { readFile } from "node:fs/promises";
import { Camunda8 } from "@camunda8/sdk";
import type { Locator, Page } from "@playwright/test";
import { linksOf } from "../simulator/links";
import type { Simulator } from "../simulator/server";
import { expectNoFindings } from "./fixtures/axe";
import { ageOperations } from "./fixtures/database";
import { apiTab, credentialsOf, waitUntilHeard, watchWindow } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

// Faults between the two calls, two people and two instances are tried in lib/server/rotations/rotations.test.ts.

type Credentials = { id: string; secret: string };

/** A cluster with one client, whose application has its credentials. */
function withClient(simulator: Simulator, name: string, permissions = ["Zeebe"]) {
  const cluster = simulator.state.addCluster({ name: `Cluster of ${name}` });
  const [client] = simulator.state.addClients(cluster.uuid, [{ name, permissions }]);
  const old = { id: client?.clientId ?? "", secret: client?.clientSecret ?? "" };
  /** Whether an application that starts now with these credentials can work, with the vendor's own SDK. */
  const works = async ({ id, secret }: Credentials) => {
    const camunda = new Camunda8({
      CAMUNDA_OAUTH_URL: `${simulator.url}/oauth/token`,
      CAMUNDA_TOKEN_DISK_CACHE_DISABLE: true,
      CAMUNDA_LOG_LEVEL: "none",
      ZEEBE_CLIENT_ID: id,
      ZEEBE_CLIENT_SECRET: secret,
      ZEEBE_REST_ADDRESS: linksOf(cluster, simulator.url, "o")["zeebe"] ?? "",
    });
    const topology = camunda.getCamundaRestClient().getTopology();
    return topology.then(
      ({ clusterSize }) => clusterSize === 3,
      () => false,
    );
  };
  const names = () => simulator.state.cluster(cluster.uuid)?.clients.map((each) => each.name);
  return { cluster, old, works, names };
}

/** Downloads the file of the open dialog with a new secret, and closes it. */
async function takeFile(page: Page): Promise<Credentials> {
  const credentials = credentialsOf(page);
  const downloading = page.waitForEvent("download");
  await credentials.getByRole("button", { name: "Download" }).click();
  const text = await readFile(await (await downloading).path(), "utf8");
  await credentials.getByRole("button", { name: "Done" }).click();
  await expect(credentials).toBeHidden();
  const variableOf = (variable: string) => new RegExp(`${variable}='([^']+)'`).exec(text)?.[1] ?? "";
  return { id: variableOf("ZEEBE_CLIENT_ID"), secret: variableOf("ZEEBE_CLIENT_SECRET") };
}

const step = (page: Page, name: string): Locator => page.getByRole("checkbox", { name, exact: true });

test("a client is rotated without downtime: old works, both work, new works and old does not", async ({
  page,
  simulator,
  openAs,
}) => {
  const { cluster, old, works, names } = withClient(simulator, "orders-worker");
  expect(await works(old)).toBe(true);

  await openAs(page, "owner", apiTab(cluster));
  const rotate = page.getByRole("button", { name: "Rotate client orders-worker" });
  await waitUntilHeard(rotate);
  await rotate.click();
  const dialog = page.getByRole("dialog", { name: "Rotate orders-worker" });
  await expect(dialog.getByRole("textbox", { name: "New name" })).toHaveValue("orders-worker-2");
  await dialog.getByRole("combobox", { name: "Overlap" }).selectOption("7 days");
  await dialog.getByRole("combobox", { name: "Then" }).selectOption("Delete the old client");
  await expect(dialog.getByRole("status")).toContainText(
    /Latchkey creates orders-worker-2 now\. Both clients work until \d{4}-\d\d-\d\d \d\d:\d\d UTC\+1[23]:45\. Then Latchkey deletes orders-worker once/,
  );
  await expectNoFindings(page, "the dialog that rotates a client");
  const staysOpen = await watchWindow(page);
  await dialog.getByRole("button", { name: "Create new client" }).click();
  await expect(credentialsOf(page)).toContainText("orders-worker-2");
  expect(await staysOpen(), "one window, whose content changes").toBe(true);
  const fresh = await takeFile(page);

  await expect(page.getByRole("heading", { name: "Rotation of orders-worker" })).toBeVisible();
  // What the server knows can't be unticked.
  const steps = page.getByRole("list", { name: "Steps" });
  await expect(steps.getByRole("listitem").filter({ hasText: "Save the credentials" })).toContainText("Done");
  await expect(steps.getByRole("checkbox")).toHaveCount(2);
  await expect(steps.getByRole("link", { name: "connection details" })).toHaveAttribute("href", /clients\/[^/]+$/);
  expect([await works(old), await works(fresh), names()]).toEqual([true, true, ["orders-worker", "orders-worker-2"]]);
  await step(page, "Test it").check();
  await step(page, "Roll it out").check();
  await expect(page.getByRole("status").filter({ hasText: "Roll it out: done" })).toBeAttached();
  await expect(page.getByText("Old client not deleted")).toBeVisible();
  await expect(page.getByText("in 7 days")).toBeVisible();
  await expectNoFindings(page, "a rotation in progress");
  await page.setViewportSize({ width: 390, height: 800 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectNoFindings(page, "a rotation in progress, at 390 px");
  await page.setViewportSize({ width: 1280, height: 720 });

  await test.step("it is shown on both clients' rows, on the overview and in the list", async () => {
    await page.goto(apiTab(cluster));
    const table = page.getByRole("table", { name: "Clients" });
    await expect(table.getByRole("link", { name: "Being replaced" })).toBeVisible();
    await expect(table.getByRole("link", { name: "Replaces another client" })).toBeVisible();
    await page.goto("/");
    await page.getByRole("link", { name: /Rotations in progress/ }).click();
    await expect(page).toHaveTitle(/^Rotations/);
    await expectNoFindings(page, "the list of rotations");
    await page.getByRole("link", { name: "orders-worker → orders-worker-2" }).click();
  });

  await page.getByRole("button", { name: "Delete orders-worker" }).click();
  const confirm = page.getByRole("alertdialog", { name: "Delete orders-worker?" });
  await confirm.getByRole("textbox").fill("orders-worker");
  await confirm.getByRole("button", { name: "Delete client" }).click();
  await expect(page.locator(":focus")).toHaveText(/Finished: orders-worker-2 has replaced orders-worker/);
  await expect(page.getByText("orders-worker was deleted.")).toHaveCount(1);
  await expect(page.getByRole("checkbox")).toHaveCount(0);
  expect([await works(old), await works(fresh), names()]).toEqual([false, true, ["orders-worker-2"]]);

  await page.getByRole("link", { name: "orders-worker-2" }).first().click();
  const line = page.getByRole("navigation", { name: "Replaced clients" });
  await expect(line).toContainText("orders-worker(gone)");
  await expectNoFindings(page, "a client that has replaced another");
});

test("a leaked secret is replaced in three clicks from the client that the inventory finds by its ID", async ({
  page,
  simulator,
  openAs,
}) => {
  const { cluster, old, works, names } = withClient(simulator, "leaky-worker");
  await openAs(page, "owner", apiTab(cluster));
  await expect(page.getByRole("row", { name: "leaky-worker" })).toBeVisible();
  await page.goto(`/clients?search=${old.id}`);
  await page.getByRole("link", { name: "leaky-worker" }).click();
  await page.getByRole("button", { name: "Report leak" }).click();
  const dialog = page.getByRole("alertdialog", { name: "Replace leaky-worker now?" });
  await expect(dialog).toContainText("Tokens that were already issued stay valid for up to 24 hours");
  await expect(dialog).not.toContainText("Stop its workers first");
  await expectNoFindings(page, "the dialog that replaces a leaked client");
  // By the keyboard from here: the field has the focus, and Enter confirms.
  await page.keyboard.type("leaky-worker");
  await page.keyboard.press("Enter");
  const fresh = await takeFile(page);
  await expect(page.locator(":focus")).toContainText("Not rolled out yet: leaky-worker-2 has replaced leaky-worker");
  expect([await works(old), await works(fresh), names()]).toEqual([false, true, ["leaky-worker-2"]]);
  expect(simulator.requests().map(({ method, path }) => `${method} ${path.split("/").length}`)).toEqual(
    expect.arrayContaining(["DELETE 5", "POST 4"]),
  );
});

test("a leaked client that is deleted but not replaced says so, and one button creates the new one", async ({
  page,
  simulator,
  openAs,
}) => {
  const { cluster, old, works, names } = withClient(simulator, "half-worker");
  simulator.addFault({ method: "POST", path: "/clusters/:uuid/clients", do: "answer", status: 403, times: 1 });
  await openAs(page, "owner", apiTab(cluster));
  const leaked = page.getByRole("button", { name: "Report leak of half-worker" });
  await waitUntilHeard(leaked);
  await leaked.click();
  await page.getByRole("textbox", { name: "Type half-worker to confirm" }).fill("half-worker");
  await page.getByRole("button", { name: "Delete and replace" }).click();
  await expect(page.getByText("Deleted, not created").last()).toBeVisible();
  await expect(page.getByText("half-worker was deleted. Camunda refused to create the client")).toBeVisible();
  expect([await works(old), names()]).toEqual([false, []]);
  await expectNoFindings(page, "a leaked client that is deleted and not replaced");
  await page.goto(`/rotations?cluster=${cluster.uuid}`);
  const row = page.getByRole("row", { name: "half-worker" });
  await expect(row).toContainText("Deleted, not replaced");
  await expect(row.locator("time"), "a leak has no overlap").toHaveCount(0);
  await row.getByRole("link", { name: "half-worker → half-worker-2" }).click();
  await page.getByRole("button", { name: "Create it" }).click();
  const dialog = page.getByRole("dialog", { name: "Create the new client" });
  await expect(dialog).toBeVisible();
  const staysOpen = await watchWindow(page);
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(credentialsOf(page)).toBeVisible();
  expect(await staysOpen(), "one window, whose content changes").toBe(true);
  const fresh = await takeFile(page);
  await expect(page.getByText("Not rolled out yet: half-worker-2 has replaced half-worker")).toBeVisible();
  expect([await works(fresh), names()]).toEqual([true, ["half-worker-2"]]);
});

test("killed while it deletes a leaked client: after the restart the same press says what happened, and sends nothing", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const { cluster, names } = withClient(simulator, "killed-worker");
  await openAs(page, "owner", app.url + apiTab(cluster));
  const leaked = page.getByRole("button", { name: "Report leak of killed-worker" });
  await waitUntilHeard(leaked);
  await leaked.click();
  const remove = "DELETE /clusters/:uuid/clients/:clientId";
  simulator.addFault({ method: "DELETE", path: "/clusters/:uuid/clients/:clientId", times: 1, do: "hang" });
  await page.getByRole("textbox", { name: "Type killed-worker to confirm" }).fill("killed-worker");
  const press = () => page.getByRole("button", { name: "Delete and replace" }).click();
  await press();
  await simulator.waitFor(remove, { until: "held" });
  await app.end("SIGKILL");
  simulator.release();
  await simulator.waitFor(remove, { until: "settled" });
  await expect(page.getByText("Latchkey can't be reached.")).toBeVisible();
  await ageOperations(app);
  await app.restart();
  await press();
  await expect(page.getByText("Deleted, not created").last()).toBeVisible();
  expect([simulator.count(remove), simulator.count("POST /clusters/:uuid/clients"), names()]).toEqual([1, 0, []]);
  await page.getByRole("button", { name: "Create it" }).click();
  await page.getByRole("dialog", { name: "Create the new client" }).getByRole("button", { name: "Create" }).click();
  await takeFile(page);
  await expect(page.getByText("Not rolled out yet: killed-worker-2 has replaced killed-worker")).toBeVisible();
  expect(names()).toEqual(["killed-worker-2"]);
});

test("a client is replaced with other scopes, whose lost secret is replaced too, and the rotation is given up", async ({
  page,
  simulator,
  openAs,
}) => {
  const { cluster, old, works, names } = withClient(simulator, "reader", ["Zeebe", "Operate"]);
  simulator.addFault({
    ...{ method: "POST", path: "/clusters/:uuid/clients", do: "reset", when: "after-commit", times: 1 },
  });
  await openAs(page, "owner", apiTab(cluster));
  const rotate = page.getByRole("button", { name: "Rotate client reader" });
  await waitUntilHeard(rotate);
  await rotate.click();
  const dialog = page.getByRole("dialog", { name: "Rotate reader" });
  await dialog.getByRole("button", { name: "Replace with other scopes" }).click();
  await dialog.getByRole("checkbox", { name: "Operate" }).uncheck();
  await dialog.getByRole("checkbox", { name: "Optimize" }).check();
  await dialog.getByRole("button", { name: "Create new client" }).click();

  await expect(page.getByText("Checking whether reader-2 was created")).toBeVisible();
  await expect(page.getByText("Nobody has the secret of reader-2")).toBeVisible();
  await expect(page.getByText("Not replaced yet")).toBeVisible();
  await page.getByRole("button", { name: "Delete and create again" }).click();
  const fresh = await takeFile(page);
  await expect(page.getByText("Other scopes")).toBeVisible();
  expect(simulator.state.cluster(cluster.uuid)?.clients.at(-1)?.permissions).toEqual(["Zeebe", "Optimize"]);
  expect([await works(old), await works(fresh), names()]).toEqual([true, true, ["reader", "reader-2"]]);

  await page.getByRole("button", { name: "Change the overlap" }).click();
  const overlap = page.getByRole("dialog", { name: "Change the overlap" });
  await overlap.getByRole("combobox", { name: "Overlap" }).selectOption("30 days");
  await overlap.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("The overlap was changed.").last()).toBeVisible();
  await page.getByRole("button", { name: "Stop rotation" }).click();
  const confirm = page.getByRole("alertdialog", { name: "Stop this rotation?" });
  await confirm.getByRole("button", { name: "Stop rotation" }).click();
  await expect(page.getByText("reader and reader-2 both exist. The rotation deletes neither.")).toBeVisible();
  expect(names()).toEqual(["reader", "reader-2"]);
});
