import { callApi } from "./fixtures/api";
import { expectNoFindings } from "./fixtures/axe";
import { expect, test } from "./fixtures/test";

test("a finding is chosen by its rule, dismissed with a reason at once, opened again by Undo, and reopened", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  simulator.state.addCluster({
    name: "Evaluated",
    clients: [{ name: "all-scopes", permissions: ["Zeebe", "Tasklist", "Operate", "Optimize", "Secrets"] }],
  });
  await openAs(page, "owner", "/clusters");
  expect((await callApi(page, "POST", `${app.url}/api/sync`, { data: {} })).status()).toBe(202);
  // All clients are evaluated after the sync, and none has an owner.
  const all = simulator.state.clusters.flatMap(({ clients }) => clients).length;
  const withoutOwner = async () => {
    const { rules } = await (await callApi(page, "GET", `${app.url}/api/findings/counts`)).json();
    return rules.find(({ rule }: { rule: string }) => rule === "no_owner").open.count;
  };
  await expect.poll(withoutOwner).toBe(all);
  await page.goto("/clusters");
  await page.getByRole("searchbox", { name: "Search clusters" }).fill("Evaluated");
  await page
    .getByRole("row", { name: /^Evaluated/ })
    .getByRole("link", { name: "2 findings on Evaluated" })
    .click();

  const rules = page.getByRole("navigation", { name: "Rules" });
  await expect(rules.getByRole("link", { name: "More scopes than one purpose needs" })).toHaveAttribute(
    "aria-current",
    "page",
  );
  await expect(page.getByText("11 rules found nothing")).toBeVisible();
  // On a small screen, the findings are below the rules.
  await page.setViewportSize({ width: 390, height: 400 });
  await rules.getByRole("link", { name: "No owner" }).click();
  await expect(page.getByRole("heading", { name: "No owner", level: 2 })).toBeInViewport();
  await page.setViewportSize({ width: 1280, height: 720 });
  await expect(page).toHaveURL(/rule=no_owner/);
  await expectNoFindings(page, "findings");

  const entry = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Findings" });
  const counted = async () => Number((await entry.textContent())?.replace(/\D/g, ""));
  const before = await counted();
  expect(before).toBeGreaterThanOrEqual(2);
  const row = page.getByRole("row", { name: "all-scopes" });
  await expect(row.getByRole("link", { name: "Set owner all-scopes" })).toBeVisible();
  await row.getByRole("button", { name: "Dismiss all-scopes" }).click();
  const dialog = page.getByRole("alertdialog");
  await expectNoFindings(page, "dismissing");
  // It shows at once, and is taken back with words when the server can't be reached.
  let fail = () => {};
  const held = new Promise<void>((resolve) => {
    fail = resolve;
  });
  await page.route("**/api/findings", async (route) => {
    await held;
    await route.abort();
  });
  await dialog.getByRole("textbox", { name: "Why can this wait?" }).fill("It goes with the cluster");
  await dialog.getByRole("button", { name: "Dismiss" }).click();
  await expect(dialog).toBeHidden();
  await expect(row).toHaveCount(0);
  await expect(page.locator(":focus")).toContainText(/1 finding dismissed until 2\d{3}-\d\d-\d\d\./);
  expect(await counted()).toBe(before - 1);
  fail();
  await expect(row).toHaveCount(1);
  await expect(dialog.getByRole("alert").filter({ hasText: "Nothing was changed" })).toContainText("can't be reached");
  await expect(page.getByText("1 finding dismissed until")).toHaveCount(0);
  await expect.poll(counted).toBe(before);
  await page.unroute("**/api/findings");
  await page.keyboard.press("Escape");
  await page
    .getByRole("alertdialog", { name: "Discard what you typed?" })
    .getByRole("button", { name: "Keep" })
    .click();
  await expect(dialog.getByRole("textbox", { name: "Why can this wait?" })).toHaveValue("It goes with the cluster");
  await dialog.getByRole("button", { name: "Dismiss" }).click();
  await expect(row).toHaveCount(0);
  await expect.poll(counted).toBe(before - 1);
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toHaveCount(1);
  await expect.poll(counted).toBe(before);
  await expect(page.locator(":focus")).toContainText("1 finding reopened.");

  await page.getByRole("checkbox", { name: "Select all shown" }).check();
  await page.getByRole("button", { name: "Dismiss selected (1)" }).click();
  await dialog.getByRole("textbox", { name: "Why can this wait?" }).fill("It goes with the cluster");
  await dialog.getByRole("button", { name: "Dismiss" }).click();
  await expect(page.getByRole("heading", { name: "Nothing found by this rule" })).toBeVisible();
  await page.getByRole("link", { name: "Show dismissed findings" }).click();
  await expect(row).toContainText("It goes with the cluster");
  await expect(row).toContainText("Demo owner");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoFindings(page, "dismissed findings");
  await row.getByRole("button", { name: "Reopen all-scopes" }).click();
  await expect(page.getByRole("heading", { name: "Nothing dismissed" })).toBeVisible();
  await expect(page.locator(":focus")).toContainText("1 finding reopened.");
});

test("a client whose review date has passed is still needed: its next review is in half a year, Undo takes that back, and a typed reason outlives the session", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Reviewed", clients: [{ name: "due" }] });
  const clientId = cluster.clients[0]?.clientId ?? "";
  await openAs(page, "owner", `/clusters/${cluster.uuid}/api`);
  await expect(page.getByRole("rowheader", { name: "due" })).toBeVisible();
  const change = { clusterId: cluster.uuid, clientId, changes: { reviewOn: "2020-01-31" } };
  const response = await callApi(page, "PATCH", `${app.url}/api/clients`, {
    data: { clients: [change] },
  });
  expect(response.status()).toBe(200);
  await page.goto(`/findings?rule=review_passed&cluster=${cluster.uuid}`);
  const row = page.getByRole("row", { name: "due" });
  await expect(row).toContainText("2020-01-31");
  await row.getByRole("button", { name: "Still needed due" }).click();
  await expect(row).toHaveCount(0);
  await expect(page.locator(":focus")).toContainText("“due” is still needed. Its next review is set.");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(row).toContainText("2020-01-31");

  await row.getByRole("button", { name: "Dismiss due" }).click();
  const reason = page.getByRole("textbox", { name: "Why can this wait?" });
  await reason.fill("It goes with the cluster");
  await page.context().clearCookies();
  await page.getByRole("alertdialog").getByRole("button", { name: "Dismiss" }).click();
  // The list behind it may say so too.
  await expect(page.getByRole("alertdialog").getByText("You are signed out")).toBeVisible();
  await expect(reason).toHaveValue("It goes with the cluster");
});
