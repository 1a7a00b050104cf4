import { expectNoFindings } from "./fixtures/axe";
import { apiTab, waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test.beforeEach(async ({ page, simulator, openAs }) => {
  const north = simulator.state.addCluster({
    name: "North",
    clients: [{ name: "north-worker" }, { name: "north-api" }],
  });
  const south = simulator.state.addCluster({
    name: "South",
    clients: [{ name: "south-worker", permissions: ["Zeebe", "Operate"] }],
  });
  for (const cluster of [north, south]) {
    await openAs(page, "owner", apiTab(cluster));
    await expect(page.getByRole("table", { name: "Clients" })).toBeVisible();
  }
  await page.goto("/clients");
});

test("a search as one types, a filter and a sort are steps of Back, and a copied link shows the same", async ({
  page,
  context,
}) => {
  const rows = page.getByRole("table", { name: "Clients" }).getByRole("rowheader");
  await expect(rows).toHaveText([/^north-api/, /^north-worker/, /^south-worker/]);
  const search = page.getByRole("searchbox", { name: "Search clients" });
  await search.pressSequentially("orke");
  await expect(rows).toHaveText([/^north-worker/, /^south-worker/]);
  await expect(page).toHaveURL(/\/clients\?search=orke$/);

  await page.getByRole("button", { name: "Scope", exact: true }).click();
  await page.getByRole("menuitemradio", { name: "Operate (1)" }).click();
  await expect(rows).toHaveText([/^south-worker/]);
  await expect(page.getByRole("button", { name: "Scope: Operate", exact: true })).toBeVisible();
  await expectNoFindings(page, "a filtered inventory");

  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByRole("searchbox", { name: "Search clients" })).toHaveValue("orke");
  await expect(other.getByRole("table", { name: "Clients" }).getByRole("rowheader")).toHaveText([/^south-worker/]);
  await other.close();

  await page.goBack();
  await expect(rows).toHaveText([/^north-worker/, /^south-worker/]);
  await page.getByRole("button", { name: "Name", exact: true }).click();
  await expect(rows).toHaveText([/^south-worker/, /^north-worker/]);
  await page.goBack();
  await page.goBack();
  await expect(search).toHaveValue("");
  await expect(rows).toHaveText([/^north-api/, /^north-worker/, /^south-worker/]);

  await page.getByRole("region", { name: "Filters" }).getByRole("button", { name: "Cluster", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Filter by cluster" });
  await dialog.getByRole("combobox", { name: "Cluster" }).pressSequentially("nort");
  await expect(page.getByRole("option", { name: "North" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(rows).toHaveText([/^north-api/, /^north-worker/]);
  await page.getByRole("button", { name: "Remove filter Cluster: North" }).click();
  await expect(rows).toHaveCount(3);

  await page.goto("/clients?finding=no_owner&since=2026-01-01");
  await expect(page.getByRole("button", { name: "New since 2026-01-01", exact: true })).toBeVisible();
  const remove = page.getByRole("button", { name: "Remove filter Finding: No owner" });
  await waitUntilHeard(remove);
  await remove.click();
  await expect(page.getByRole("main")).toBeFocused();
  await expect(page).toHaveURL(/\/clients\?since=2026-01-01$/);

  await page.getByRole("button", { name: "Export" }).click();
  const exported = page.getByRole("dialog", { name: "Export clients" });
  await expect(exported.getByRole("radio", { name: "Filtered clients" })).toBeChecked();
  await expectNoFindings(page, "the export of clients");
  await exported.getByRole("radio", { name: "Gone clients" }).check();
  const request = page.waitForRequest(/\/api\/clients\/export\?/);
  await exported.getByRole("button", { name: "Export" }).click();
  expect(new URL((await request).url()).search).toBe("?state=gone&format=csv");
  await expect(exported.getByText(/Downloaded$/)).toBeVisible();
});

test("a client opens beside the list at its own address, by keyboard, and that address is a page", async ({ page }) => {
  const link = page.getByRole("link", { name: "north-worker" });
  await link.focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/clusters\/[0-9a-f-]+\/clients\/[^/]+$/);
  const panel = page.getByRole("dialog", { name: "north-worker" });
  await expect(panel.getByText("Client ID", { exact: true })).toBeVisible();
  await expect(panel.getByRole("heading", { name: "History" })).toBeVisible();
  await expectNoFindings(page, "a client beside the list");
  await page.keyboard.press("Escape");
  await expect(panel).toBeHidden();
  await expect(page).toHaveURL(/\/clients$/);
  await expect(link).toBeFocused();

  await page.goForward();
  await expect(panel).toBeVisible();
  await page.goBack();
  await expect(panel).toBeHidden();

  await page.goForward();
  await page.reload();
  await expect(page.getByRole("heading", { name: "north-worker", level: 1 })).toBeVisible();
  await expect(page).toHaveTitle(/^north-worker · North\b/);
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expectNoFindings(page, "a client's own page");
  await page.getByRole("button", { name: "Delete client" }).click();
  const question = page.getByRole("alertdialog", { name: "Delete north-worker?" });
  await question.getByRole("textbox").fill("north-worker");
  await question.getByRole("button", { name: "Delete client" }).click();
  await expect(question).toBeHidden();
  await expect(page.getByRole("main").getByText("north-worker was deleted.").last()).toBeVisible();
  await expect(page.getByRole("main").getByText("Gone", { exact: true })).toBeVisible();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toContain("north-worker was deleted.");

  await page.goto(`${page.url()}x`);
  await expect(page.getByRole("heading", { name: "No client with this ID" })).toBeVisible();
});

test("a view is saved with its columns, shown again and deleted", async ({ page }) => {
  await page.getByRole("button", { name: "Columns" }).click();
  const columns = page.getByRole("dialog", { name: "Columns" });
  await columns.getByRole("checkbox", { name: "Client ID" }).check();
  await columns.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("columnheader", { name: "Client ID" })).toBeVisible();
  await page.getByRole("button", { name: "Views" }).click();
  const views = page.getByRole("dialog", { name: "Views" });
  await views.getByRole("textbox", { name: "Name of this view" }).fill("With IDs");
  await page.keyboard.press("Enter");
  await expect(views.getByRole("button", { name: "With IDs", exact: true })).toBeVisible();
  await expectNoFindings(page, "saved views");
  await page.goto("/clients");
  await expect(page.getByRole("columnheader", { name: "Client ID" })).toHaveCount(0);
  await page.getByRole("button", { name: "Views" }).click();
  await views.getByRole("button", { name: "With IDs", exact: true }).click();
  await expect(page.getByRole("columnheader", { name: "Client ID" })).toBeVisible();
  await page.getByRole("button", { name: "Views" }).click();
  await views.getByRole("button", { name: "Delete view With IDs" }).click();
  await expect(views.getByText("You have no saved views yet.")).toBeVisible();
});
