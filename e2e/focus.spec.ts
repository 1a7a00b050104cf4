import { apiTab, waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test("a followed link leads the focus to the new page, and Back to the link, where the list was scrolled to", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({
    name: "Followed",
    clients: Array.from({ length: 24 }, (_, at) => ({ name: `worker-${at + 10}` })),
  });
  await openAs(page, "owner", apiTab(cluster));
  const main = page.getByRole("main");
  const heading = (name: string) => page.getByRole("heading", { level: 1, name });
  const outlineOf = (name: string) => heading(name).evaluate((element) => getComputedStyle(element).outlineStyle);
  const scrolled = () => page.evaluate(() => window.scrollY);
  const link = page.getByRole("link", { name: "worker-26", exact: true });
  await waitUntilHeard(link);
  const spoken = page.locator("next-route-announcer [role=alert]");

  await link.focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await expect(link).toBeFocused();
  const place = await scrolled();
  expect(place).toBeGreaterThan(100);

  await test.step("a name in a table", async () => {
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "worker-26" })).toBeVisible();
    await expect(main).toBeFocused();
    await expect(page).toHaveTitle(/^worker-26 · Followed\b/);
    expect(await outlineOf("worker-26")).toBe("solid");
    await page.goBack();
    await expect(link).toBeFocused();
    await expect(link).toBeInViewport();
    expect(await scrolled()).toBe(place);
    await page.goForward();
    await expect(main).toBeFocused();
    await expect(page.getByRole("heading", { name: "worker-26" })).toBeVisible();
  });

  await test.step("a breadcrumb, a tab and the main navigation", async () => {
    const crumb = page.getByRole("link", { name: "Clusters", exact: true }).last();
    await crumb.press("Enter");
    await expect(heading("Clusters")).toBeVisible();
    await expect(main).toBeFocused();
    await page.goBack();
    await expect(crumb).toBeFocused();
    await page.getByRole("navigation", { name: "Breadcrumb" }).getByRole("link", { name: "Followed" }).press("Enter");
    await expect(heading("Followed")).toBeVisible();
    await expect(main).toBeFocused();
    const tab = page.getByRole("link", { name: "Activity" });
    await tab.press("Enter");
    await expect(page).toHaveURL(/activity$/);
    // It is still there, beside the tabs that are next.
    await expect(tab).toBeFocused();
    await page.goBack();
    await expect(page).toHaveURL(/api$/);
    await expect(tab).toBeFocused();
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Audit" }).press("Enter");
    await expect(heading("Audit")).toBeVisible();
    await expect(spoken).toHaveText(/^Audit/);
    await expect(main).toBeFocused();
    expect(await outlineOf("Audit")).toBe("solid");
    await page.goBack();
    await expect(page.getByRole("link", { name: "Audit" })).toBeFocused();
  });

  await test.step("a click shows no ring", async () => {
    await page.getByRole("link", { name: "Clusters", exact: true }).first().click();
    await expect(heading("Clusters")).toBeVisible();
    await expect(main).toBeFocused();
    expect(await outlineOf("Clusters")).toBe("none");
  });

  await test.step("a page that comes late takes the focus from nobody", async () => {
    const nav = page.getByRole("navigation", { name: "Main" });
    let arrive = () => {};
    const late = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    await page.route("**/findings?_rsc=*", (route) => late.then(() => route.continue()));
    await nav.getByRole("link", { name: "Findings" }).press("Enter");
    await page.keyboard.press("Tab");
    arrive();
    await expect(heading("Findings")).toBeVisible();
    await expect(nav.getByRole("link", { name: "For me" })).toBeFocused();
  });
});
