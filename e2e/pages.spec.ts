import type { Page } from "@playwright/test";
import { callApi } from "./fixtures/api";
import type { App } from "./fixtures/app";
import { apiTab, openCreate } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

/** No page's HTML may be larger, whatever there is. */
const MAX_BYTES = 250_000;

/** Characters that HTML, JSON or a database's LIKE have to escape. */
const HOSTILE = `<"&'>%_\\`;

/** Names of 200 characters, the longest that are stored. */
const namesUpTo = (count: number) =>
  Array.from({ length: count }, (_, at) => ({
    name: `${at + 1}-of-${count} ${HOSTILE.repeat(25)}`.slice(0, 200),
  }));

async function expectSmallPages(page: Page, { url }: App, paths: readonly string[]): Promise<void> {
  for (const path of paths) {
    const response = await page.request.get(url + path);
    expect(response.status(), path).toBe(200);
    expect((await response.body()).byteLength, `bytes of ${path}`).toBeLessThan(MAX_BYTES);
  }
}

test("1,000 clusters with the longest names make a small page, and are paged, sorted and searched", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  for (const { name } of namesUpTo(1_000)) simulator.state.addCluster({ name });
  await openAs(page, "owner", "/clusters");
  await expectSmallPages(page, app, ["/clusters"]);

  const table = page.getByRole("table", { name: "Clusters" });
  const rows = table.getByRole("row");
  const showMore = (shown: number) => page.getByRole("button", { name: `Show more clusters (${shown} of ` });
  await expect(rows.nth(1)).toContainText("1-of-1000");
  await expect(rows).toHaveCount(1 + 20);

  await test.step("by mouse", async () => {
    await showMore(20).click();
    await expect(showMore(120)).toBeVisible();
    // Up again: the table grows while it is scrolled, and a click must not meet that.
    await page.evaluate(() => window.scrollTo(0, 0));
    await expect(rows.nth(1)).toBeInViewport();
    await page.getByRole("columnheader", { name: "Name" }).getByRole("button").click();
    await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "descending");
    await expect(rows.nth(1)).toContainText("Warehouse Sydney");
    await page.getByRole("searchbox", { name: "Search clusters" }).fill("777-of-1000");
    await expect(page.getByText(/^1 of 10\d\d$/)).toBeVisible();
    await expect(rows).toHaveCount(1 + 1);
    await expect(rows.nth(1)).toContainText("777-of-1000");
  });

  await test.step("by keyboard", async () => {
    await page.getByRole("searchbox", { name: "Search clusters" }).focus();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(HOSTILE);
    await expect(page.getByText(/^1000 of 10\d\d$/)).toBeVisible();
    await expect(rows.nth(1)).toContainText("1000-of-1000");
    await page.getByRole("columnheader", { name: "Name" }).getByRole("button").focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("columnheader", { name: "Name" })).toHaveAttribute("aria-sort", "ascending");
    await expect(rows.nth(1)).toContainText("1-of-1000");
    await showMore(20).focus();
    await page.keyboard.press("Enter");
    await expect(showMore(120)).toBeFocused();
  });
});

test("800 clients with the longest names make small pages, and are paged, sorted and searched", async ({
  page,
  simulator,
  launch,
  openAs,
}) => {
  const [{ name } = { name: "" }] = namesUpTo(1_000);
  const clients = [...namesUpTo(800), { name: "taken-name" }];
  const cluster = simulator.state.addCluster({ name, clients });
  const base = `/clusters/${cluster.uuid}`;
  const app = await launch();
  await openAs(page, "owner", app.url + base);
  for (let times = 0; times < 13; times++) {
    const created = { name: `created-${times}`, scopes: ["Zeebe"], purpose: HOSTILE.repeat(100).slice(0, 500) };
    const data = { key: crypto.randomUUID(), ...created };
    expect((await callApi(page, "POST", `${app.url}/api${base}/clients`, { data })).status()).toBe(201);
  }
  // The first list of 800 clients takes a second; the page shows that it loads.
  await page.goto(app.url + apiTab(cluster), { waitUntil: "commit" });
  const table = page.getByRole("table", { name: "Clients" });
  await expect(table).toBeVisible({ timeout: 30_000 });
  await expectSmallPages(page, app, [`${base}/overview`, apiTab(cluster), `${base}/activity`, "/audit"]);

  await page.goto(app.url + apiTab(cluster));
  const rows = table.getByRole("row");
  const showMore = (shown: number) => page.getByRole("button", { name: `Show more clients (${shown} of 814)` });
  const search = page.getByRole("searchbox", { name: "Search clients" });
  const nameHeader = page.getByRole("columnheader", { name: "Name" });
  await expect(table).toHaveAttribute("aria-rowcount", "815");
  await expect(rows.nth(1)).toContainText("1-of-800");

  await test.step("with few rows in the page", async () => {
    await showMore(20).click();
    // The button keeps the focus. Its place moves as rows are measured, which a pointer would miss.
    for (const shown of [120, 220]) await showMore(shown).press("Enter");
    await expect(showMore(320)).toBeVisible();
    // The page grows as rows are measured, so its end may move once.
    await expect(async () => {
      await page.keyboard.press("End");
      await expect(table.getByRole("row", { name: "320-of-800" })).toBeInViewport({ timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
    expect(await rows.count()).toBeLessThan(150);
    await search.fill("799-of-800");
    await expect(page.getByText("1 of 814")).toBeVisible();
    await expect(rows).toHaveCount(1 + 1);
  });

  await test.step("by keyboard", async () => {
    await search.focus();
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type("of-800");
    await expect(page.getByText("800 of 814")).toBeVisible();
    await nameHeader.getByRole("button").focus();
    await page.keyboard.press("Enter");
    await expect(nameHeader).toHaveAttribute("aria-sort", "descending");
    await expect(rows.nth(1)).toContainText("800-of-800");
    const button = page.getByRole("button", { name: "Show more clients (20 of 800)" });
    await button.focus();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("button", { name: "Show more clients (120 of 800)" })).toBeFocused();
  });

  await test.step("and a taken name is found, whatever page it is on", async () => {
    const dialog = await openCreate(page);
    await dialog.getByRole("textbox", { name: "Client name" }).fill("taken-name");
    await expect(dialog.getByText("already exists in this cluster")).toBeVisible();
  });
});

test("without JavaScript, every page says that it needs it, and none seems to load", async ({
  browser,
  page,
  app,
  openAs,
}) => {
  await openAs(page, "owner", "/clusters");
  const storageState = await page.context().storageState();
  const reader = await browser.newPage({ javaScriptEnabled: false, storageState });
  for (const path of ["/clients", "/clusters", "/audit"]) {
    await reader.goto(app.url + path);
    // Playwright finds no text inside of this element.
    await expect(reader.locator("noscript p"), path).toBeVisible();
    await expect(reader.locator("noscript p"), path).toContainText("Latchkey needs JavaScript");
    await expect(reader.getByText(/^Loading /).filter({ visible: true }), path).toHaveCount(0);
  }
  await reader.close();
});
