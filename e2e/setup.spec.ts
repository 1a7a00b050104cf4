import type { Page } from "@playwright/test";
import { expectNoFindings } from "./fixtures/axe";
import { apiTab, signIn, waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const step = (page: Page, name: string) =>
  page.getByRole("list", { name: "First steps" }).getByRole("listitem").filter({ hasText: name });

test.describe("at 390 px", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test("the demo says who is who, its checklist leads on until it is put away, and the setup check says what is missing", async ({
    page,
    app,
    simulator,
  }) => {
    await page.goto("/sign-in");
    const people = { "Demo owner": /do everything/, "Demo auditor": /change nothing/ };
    for (const [name, about] of Object.entries(people))
      await expect(page.getByRole("button", { name, exact: true })).toHaveAccessibleDescription(about);
    await signIn(page, "owner", "/");

    await expect(step(page, "See who created what")).toContainText("to do");
    await expectNoFindings(page, "overview with a checklist");
    await page.getByRole("button", { name: "Open navigation" }).click();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Audit" }).click();
    await expect(page.getByRole("heading", { name: "Audit", level: 1 })).toBeVisible();
    await expect.poll(async () => (await page.context().cookies()).some(({ value }) => value === "made")).toBe(true);
    await page.goBack();
    await expect(step(page, "See who created what")).toContainText("done");
    await expect(step(page, "Find stale clients")).toContainText("to do");
    await page.reload();
    await expect(step(page, "See who created what")).toContainText("done");
    // The server's HTML has it, or the page would move when scripts have loaded.
    const html = async () => (await page.request.get(app.url)).text();
    expect(await html()).toContain("First steps");
    await page.getByRole("button", { name: "Dismiss checklist" }).click();
    await expect(page.getByRole("heading", { name: "First steps" })).toBeHidden();
    await expect(page.locator("#main")).toBeFocused();
    expect(await html()).not.toContain("First steps");

    simulator.addFault({ method: "GET", path: "/activity/json", do: "answer", status: 403 });
    simulator.resetCounts();
    await page.goto("/settings");
    await page.getByRole("link", { name: "Setup check" }).click();
    const button = page.getByRole("button", { name: "Check now" });
    await waitUntilHeard(button);
    expect(simulator.requests()).toEqual([]);
    await button.click();
    await expect(page.getByText(/checks done: 2 warnings and no backup recorded\.$/).last()).toBeVisible({
      timeout: 30_000,
    });
    await expect(page.getByRole("list", { name: "Camunda", exact: true }).getByRole("listitem")).toHaveText([
      /^OKAccess token/,
      /^OKList of clusters/,
      /^OKList of clients/,
      /^OKClock/,
    ]);
    await expect(page.getByRole("list", { name: "Camunda's activity log" })).toContainText("This right is optional");
    await page.getByRole("button", { name: "Record a backup" }).click();
    await expect(page.getByText(/^Last backup recorded by Demo owner/)).toBeVisible();
    await expect(page.getByText(/checks done: 2 warnings\.$/).last()).toBeVisible();
    await expectNoFindings(page, "setup check");

    // Dense or not, a finger finds its 44 px.
    await page.getByRole("button", { name: /^Account menu/ }).click();
    await page.getByRole("menuitemradio", { name: "Compact" }).click();
    await expectNoFindings(page, "account menu, compact");
    await page.keyboard.press("Escape");
    const box = await page.getByRole("button", { name: "Check now" }).boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(44);
  });
});

test("a compact density is there before the first paint, and stays", async ({ page, app, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Dense", clients: [{ name: "worker-1" }] });
  await openAs(page, "owner", apiTab(cluster));
  const row = page.getByRole("row", { name: /^worker-1/ });
  const height = async () => (await row.boundingBox())?.height ?? 0;
  const before = await height();
  await page.getByRole("button", { name: /account menu/ }).click();
  await expect(page.getByRole("menuitemradio", { name: "Comfortable" })).toBeChecked();
  await page.getByRole("menuitemradio", { name: "Compact" }).click();
  await expect(page.getByRole("menuitemradio", { name: "Compact" })).toBeChecked();
  await page.keyboard.press("Escape");
  expect(await height()).toBeLessThan(before);
  const compact = await height();
  expect(await (await page.request.get(app.url)).text()).toMatch(/<html[^>]*data-density="compact"/);

  await page.reload();
  await expect(row).toBeVisible();
  expect(await height()).toBe(compact);
  await expectNoFindings(page, "clients, compact");
  await page.goto("/clusters");
  await expect(page.getByRole("table", { name: "Clusters" })).toBeVisible();
  await expectNoFindings(page, "clusters, compact");
});
