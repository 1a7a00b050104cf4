import { callApi } from "./fixtures/api";
import { expect, test } from "./fixtures/test";

test("an operation is one row with all its events, older ones come page by page, and the button keeps the focus", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Busy" });
  await openAs(page, "owner", `/clusters/${cluster.uuid}/activity`);
  const clients = `${app.url}/api/clusters/${cluster.uuid}/clients`;
  const createInput = { key: crypto.randomUUID(), name: "copied-often", scopes: ["Zeebe"] };
  const created = await callApi(page, "POST", clients, { data: createInput });
  const { operation, connection } = await created.json();
  const copied = { event: "copied", operationId: operation.id };
  for (let times = 0; times < 19; times++) {
    const response = await callApi(page, "POST", `${clients}/${connection.clientId}/secret-events`, { data: copied });
    expect(response.status()).toBe(204);
  }

  await page.reload();
  const rows = page.getByRole("table", { name: "Audit events" }).getByRole("row");
  // The header, the day and the operation.
  await expect(rows).toHaveCount(3);
  await expect(rows.nth(1).getByRole("heading", { level: 3 })).toHaveText(/^\w{3} \d+ \w{3} \d{4}$/);
  await expect(rows.nth(1)).toContainText("Today");
  await expect(rows.nth(2)).toContainText(/\d\d:\d\d:\d\d UTC/);
  await expect(rows.nth(2)).toContainText(connection.clientId);
  await rows.nth(2).getByText("20 events").click();
  await expect(rows.nth(2).getByRole("listitem")).toHaveCount(20);
  const button = page.getByRole("button", { name: /older events$/ });
  await button.focus();
  await page.keyboard.press("Enter");
  await expect(rows.nth(2).getByText("21 events")).toBeVisible();
  await expect(rows).toHaveCount(3);
  await expect(button).toHaveAccessibleName("No older events");
  await expect(button).toHaveAttribute("aria-disabled", "true");
  await expect(button).toBeFocused();
});

test("an event's detail has room on every screen", async ({ page, openAs }) => {
  await openAs(page, "owner", "/audit?action=session.sign-in");
  const detail = page.getByRole("cell", { name: "Provider: demo" }).first();
  for (const width of [320, 390, 720, 1024, 1100, 1152, 1280, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    expect((await detail.boundingBox())?.width, `Detail at ${width} px`).toBeGreaterThan(150);
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(sideways, `how far the page scrolls sideways at ${width} px`).toBeLessThanOrEqual(0);
  }
});

test.describe("at 390 px", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("a filtered link looks filtered, says that nothing matches, and can be cleared", async ({ page, openAs }) => {
    await openAs(page, "owner", "/audit?person=Nobody&outcome=absent");
    await expect(page.getByRole("button", { name: "Filter (2)" })).toBeVisible();
    await expect(page.getByRole("heading", { name: "No matching events" })).toBeVisible();
    await page.getByRole("button", { name: "Clear filter" }).click();
    await expect(page.getByRole("table", { name: "Audit events" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Filter", exact: true })).toBeVisible();
    await expect(page.getByRole("main")).toBeFocused();
  });

  test("a cluster without events says so, and is not a filter on its own tab", async ({ page, simulator, openAs }) => {
    const { uuid } = simulator.state.addCluster({ name: "Quiet" });
    await openAs(page, "owner", `/clusters/${uuid}/activity`);
    await expect(page.getByRole("heading", { name: "No events yet" })).toBeVisible();
    await expect(page.getByRole("button", { name: "Filter", exact: true })).toBeVisible();
  });
});
