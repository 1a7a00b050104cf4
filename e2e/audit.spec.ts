import { callApi } from "./fixtures/api";
import { apiTab, createClient } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test("older events come page by page, and what brings the last of them keeps the focus", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Busy" });
  await openAs(page, "owner", apiTab(cluster));
  await createClient(page, "copied-often");
  const { clientId } = cluster.clients[0] ?? {};
  const address = `${app.url}/api/clusters/${cluster.uuid}/clients/${clientId}/secret-events`;
  for (let times = 0; times < 50; times++)
    expect((await callApi(page, "POST", address, { data: { event: "copied" } })).status()).toBe(204);

  await page.goto(`/clusters/${cluster.uuid}/activity`);
  const rows = page.getByRole("table", { name: "Audit events" }).getByRole("row");
  await expect(rows).toHaveCount(1 + 50);
  await expect(rows.nth(1)).toContainText(/\d\d:\d\d:\d\d UTC/);
  await expect(rows.nth(1)).toContainText(clientId ?? "no client");
  const button = page.getByRole("button", { name: /older events$/ });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(rows).toHaveCount(1 + 50 + 3);
  await expect(button).toHaveAccessibleName("No older events");
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toBeFocused();
});

test("an event's facts have room on every screen", async ({ page, openAs }) => {
  await openAs(page, "owner", "/audit?action=session.sign-in");
  const detail = page.getByRole("cell", { name: "Provider: demo" }).first();
  for (const width of [320, 390, 720, 1024, 1100, 1152, 1280, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    expect((await detail.boundingBox())?.width, `Detail at ${width} px`).toBeGreaterThan(150);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(sideways, `how far the page goes sideways at ${width} px`).toBeLessThanOrEqual(0);
  }
});

test.describe("at 390 px", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("a filtered link looks filtered, says that nothing fits, and can be cleared", async ({ page, openAs }) => {
    await openAs(page, "owner", "/audit?person=Nobody&outcome=absent");
    await expect(page.getByRole("button", { name: "Filter (2)" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "No matching events" })).toBeVisible();
    await page.getByRole("button", { name: "Clear filter" }).click();
    await expect(page.getByRole("table", { name: "Audit events" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Filter", exact: true })).toBeVisible();
    await expect(page.getByRole("main")).toBeFocused();
  });

  test("a cluster in which nothing happened says so, and is no filter on its own tab", async ({
    page,
    simulator,
    openAs,
  }) => {
    const { uuid } = simulator.state.addCluster({ name: "Quiet" });
    await openAs(page, "owner", `/clusters/${uuid}/activity`);
    await expect(page.getByRole("heading", { name: "No events yet" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Filter", exact: true })).toBeVisible();
  });
});
