import type { Locator, Page } from "@playwright/test";
import { callApi } from "./fixtures/api";
import type { App } from "./fixtures/app";
import { expectNoFindings } from "./fixtures/axe";
import { signInAt } from "./fixtures/company";
import { waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const rowOf = (page: Page, text: string): Locator =>
  page.getByRole("table", { name: "Members" }).getByRole("row").filter({ hasText: text });
const press = (row: Locator, name: string) => row.getByRole("button", { name, exact: true }).click();

/** Columns with a width must leave room for the others: at this width the table has no card and the least room. */
const NARROWEST_TABLE = { width: 1_248, height: 900 };

/** Waits until scripts run on the members page. */
const expectReady = (page: Page) => waitUntilHeard(rowOf(page, "Olivia Owner"));

/** Signs in a person whom the identity provider still knows: it does not ask again. */
async function signInAgain(page: Page, company: App): Promise<void> {
  await page.goto(`${company.url}/clusters`);
  await page.getByRole("button", { name: "Sign in with single sign-on" }).click();
  await page.waitForURL((url) => url.origin === company.url && !url.pathname.startsWith("/sign-in"));
}

/** What the person sees after a reload of the list of clusters. */
async function clustersOf(page: Page, company: App): Promise<string[]> {
  await page.goto(`${company.url}/clusters`);
  const table = page.getByRole("table", { name: "Clusters" });
  await expect(table).toBeVisible();
  return table.getByRole("rowheader").allTextContents();
}

test("an owner adds a member for one cluster, changes, disables, enables and removes them; each counts at once", async ({
  page,
  browser,
  company,
  simulator,
}) => {
  const orders = simulator.state.addCluster({ name: "Team orders" });
  const claims = simulator.state.addCluster({ name: "Team claims" });
  const context = await browser.newContext();
  const other = await context.newPage();
  const mia = rowOf(page, "mia@example.test");

  await test.step("add a member before their first sign-in", async () => {
    await page.setViewportSize(NARROWEST_TABLE);
    await signInAt(page, company, "olivia");
    // The page is complete: leaving it earlier would cut off its stream.
    await expect(page.getByRole("table", { name: "Clusters" })).toBeVisible();
    await page.getByRole("link", { name: "Settings" }).click();
    await page.getByRole("link", { name: "Members" }).click();
    await expectReady(page);
    await expectNoFindings(page, "members");
    await page.getByRole("button", { name: "Add member" }).click();
    const dialog = page.getByRole("dialog", { name: "Add member" });
    await expect(dialog.getByRole("textbox", { name: "E-mail address" })).toBeFocused();
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog.getByText("Enter the person's address.")).toBeVisible();
    await dialog.getByRole("textbox", { name: "E-mail address" }).fill("Mia@example.test");
    await dialog.getByRole("combobox", { name: "Role" }).selectOption("Creator");
    await dialog.getByRole("radio", { name: "Selected clusters" }).check();
    await dialog.getByRole("searchbox", { name: "Search clusters" }).fill("team orders");
    await expect(dialog.getByRole("checkbox")).toHaveCount(1);
    await dialog.getByRole("searchbox", { name: "Search clusters" }).press("Enter");
    await dialog.getByRole("checkbox", { name: "Team orders" }).check();
    await expectNoFindings(page, "add member");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog).toBeHidden();
    await expect(page.getByRole("button", { name: "Add member" })).toBeFocused();
    await expect(page.getByRole("status").filter({ hasText: "mia@example.test is invited" })).toBeAttached();
    for (const text of ["Invited", "Creator", "Team orders"]) await expect(mia).toContainText(text);
  });

  await test.step("they sign in, and see only that cluster", async () => {
    await signInAt(other, company, "mia");
    expect(await clustersOf(other, company)).toEqual(["Team orders"]);
    await other.getByRole("link", { name: "Team orders" }).click();
    await expect(other.getByRole("heading", { name: "Team orders", level: 1 })).toBeVisible();
    await expect(other.getByRole("link", { name: "Access" })).toHaveCount(0);
    for (const path of [`/clusters/${claims.uuid}/api`, `/clusters/${claims.uuid}/access`]) {
      await other.goto(company.url + path);
      await expect(other.getByRole("heading", { name: "No cluster with this ID" })).toBeVisible();
    }
    await other.goto(`${company.url}/settings/members`);
    await expect(other.getByText("Only owners can open this page")).toBeVisible();
    await expect(other.getByRole("link", { name: "Members" })).toHaveCount(0);
  });

  await test.step("other access counts with the next request", async () => {
    await page.reload();
    await expectReady(page);
    await expect(mia).toContainText("Active");
    await mia.getByText("Identity").click();
    await expect(mia.getByText("Issuer")).toBeVisible();
    await press(mia, "Change access");
    const dialog = page.getByRole("dialog", { name: "Change access: Mia Member" });
    await expect(dialog.getByRole("checkbox", { name: "Team orders" })).toBeChecked();
    await dialog.getByRole("combobox", { name: "Role" }).selectOption("Admin");
    await dialog.getByRole("checkbox", { name: "Team claims" }).check();
    await dialog.getByRole("checkbox", { name: "Team orders" }).uncheck();
    await dialog.getByRole("button", { name: "Add a role on other clusters" }).click();
    const second = dialog.getByRole("region", { name: "Role 2" });
    await expect(second.getByRole("combobox", { name: "Role" })).toBeFocused();
    await second.getByRole("radio", { name: "All clusters" }).check();
    await expectNoFindings(page, "change access");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await expect(mia).toContainText("Admin: Team claims");
    await expect(mia).toContainText("Auditor: All clusters");
    expect(await clustersOf(other, company)).toEqual(expect.arrayContaining(["Team claims", "Team orders"]));
    await other.goto(`${company.url}/clusters/${claims.uuid}/overview`);
    await other.getByRole("link", { name: "Access" }).click();
    const access = other.getByRole("table", { name: "Access" });
    await expect(access.getByRole("row").filter({ hasText: "Mia Member" })).toContainText("Admin: This cluster");
    await expect(access.getByRole("row").filter({ hasText: "Olivia Owner" })).toContainText("All clusters");
    await expectNoFindings(other, "access");
    await other.goto(`${company.url}/clusters/${orders.uuid}/access`);
    await expect(other.getByText("Only admins and owners can see who has access")).toBeVisible();
  });

  await test.step("disabling signs them out everywhere, for good", async () => {
    await other.goto(`${company.url}/clusters`);
    await press(mia, "Disable");
    const dialog = page.getByRole("alertdialog", { name: "Disable Mia Member?" });
    await expect(dialog).toContainText("They are signed out everywhere.");
    await expectNoFindings(page, "disable");
    await dialog.getByRole("button", { name: "Disable" }).click();
    await expect(mia).toContainText("Disabled");
    await expect(mia.getByRole("button", { name: "Enable" })).toBeFocused();
    expect((await callApi(other, "GET", `${company.url}/api/clusters`)).status()).toBe(401);
    await other.reload();
    await expect(other.getByRole("heading", { name: "Sign in to Latchkey" })).toBeVisible();

    await page.keyboard.press("Enter");
    await expect(mia).toContainText("Active");
    await expect(mia.getByRole("button", { name: "Disable" })).toBeFocused();
    expect((await callApi(other, "GET", `${company.url}/api/clusters`)).status()).toBe(401);
    await signInAgain(other, company);
    expect(await clustersOf(other, company)).toEqual(expect.arrayContaining(["Team claims", "Team orders"]));
  });

  await test.step("removing ends access; the next sign-in lists them without access", async () => {
    await press(mia, "Remove");
    await page.getByRole("alertdialog", { name: "Remove Mia Member?" }).getByRole("button", { name: "Remove" }).click();
    await expect(mia).toHaveCount(0);
    await expect(page.locator(":focus")).toContainText("Mia Member is removed");
    await other.reload();
    await expect(other.getByRole("heading", { name: "Sign in to Latchkey" })).toBeVisible();
    await signInAgain(other, company);
    await expect(other.getByRole("heading", { name: "No access yet" })).toBeVisible();
    await page.reload();
    await expectReady(page);
    await expect(mia).toContainText("No access");
    await press(mia, "Give access");
    await page
      .getByRole("dialog", { name: "Give access: Mia Member" })
      .getByRole("button", { name: "Give access" })
      .click();
    await expect(mia).toContainText("Auditor");
    await other.goto(`${company.url}/clusters`);
    await expect(other.getByRole("table", { name: "Clusters" })).toBeVisible();
  });
  await context.close();

  await test.step("an invitation is withdrawn, and the last owner stays", async () => {
    await page.getByRole("button", { name: "Add member" }).click();
    const dialog = page.getByRole("dialog", { name: "Add member" });
    const address = dialog.getByRole("textbox", { name: "E-mail address" });
    await address.fill("mia@example.test");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog.getByRole("alert")).toContainText("They have signed in already");
    await address.fill("nobody");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    await expect(dialog.getByText("This is not an e-mail address.")).toBeVisible();
    await expect(address).toBeFocused();
    await address.fill("new@example.test");
    await dialog.getByRole("button", { name: "Add", exact: true }).click();
    const invited = rowOf(page, "new@example.test");
    await press(invited, "Withdraw");
    await page.getByRole("alertdialog").getByRole("button", { name: "Withdraw" }).click();
    await expect(invited).toHaveCount(0);

    await press(rowOf(page, "Olivia Owner"), "Disable");
    const last = page.getByRole("alertdialog", { name: "Disable Olivia Owner?" });
    await last.getByRole("button", { name: "Disable" }).click();
    await expect(last.getByRole("alert")).toContainText("This is the last owner");
    await page.keyboard.press("Escape");
    await expect(last).toBeHidden();
  });

  await test.step("the audit says from what to what", async () => {
    await page.goto(`${company.url}/audit`);
    const events = page.getByRole("table", { name: "Audit events" }).getByRole("row");
    const change = events.filter({ hasText: "Change access" }).filter({ hasText: "auditor on all clusters" });
    await expect(change.last()).toContainText("Before: creator on Team orders");
    await expect(change.last()).toContainText(`After: admin on Team claims (${claims.uuid}), auditor on all clusters`);
    await expect(events.filter({ hasText: "Disable member" })).toContainText("Before: Enabled · After: Disabled");
  });
});

test("the members page works at 390 px", async ({ page, company }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signInAt(page, company, "olivia", "/settings/members");
  await expectReady(page);
  await page.getByRole("button", { name: "Add member" }).click();
  await page.getByRole("radio", { name: "Selected clusters" }).check();
  await expect(page.getByRole("checkbox").first()).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await expectNoFindings(page, "add member at 390 px");
});
