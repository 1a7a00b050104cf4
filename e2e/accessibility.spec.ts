import type { Page } from "@playwright/test";
import { expectNoFindings } from "./fixtures/axe";
import { hideHistory } from "./fixtures/database";
import { apiTab, createClient, credentialsOf, fillAndCreate, openCreate, waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

declare global {
  /** What has moved in the page since it began, and how far. */
  var moved: string[];
}

/** From here on, each page notes what moves in it. */
const noteMoves = (page: Page) =>
  page.addInitScript(() => {
    globalThis.moved = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) globalThis.moved.push(JSON.stringify(entry));
    }).observe({ type: "layout-shift", buffered: true });
  });

test.describe("axe finds nothing", () => {
  test("on the pages for people without access", async ({ page, openAs }) => {
    await page.goto("/sign-in");
    await expectNoFindings(page, "sign-in");
    await page.goto("/sign-in?error=OAuthSignin");
    await expectNoFindings(page, "sign-in with an error");
    await page.goto("/nowhere");
    await expectNoFindings(page, "not found");
    await openAs(page, "stranger", "/clusters");
    await expect(page.getByRole("heading", { name: "No access yet" })).toBeVisible();
    await expectNoFindings(page, "no access");
  });

  test("on a member's pages, and nothing moves while they load", async ({ page, simulator, openAs }) => {
    const empty = simulator.state.addCluster({ name: "Empty" });
    const cluster = simulator.state.cluster("Claims production");
    const full = cluster?.uuid ?? "";
    const client = cluster?.clients[0];
    await openAs(page, "owner", apiTab(cluster ?? empty));
    await noteMoves(page);
    const headings: Record<string, string> = {
      [`/clusters/${full}/overview`]: "Claims production",
      [apiTab(empty)]: "Empty",
      [`/clusters/${full}/api`]: "Claims production",
      [`/clusters/${full}/activity`]: "Claims production",
      [`/clusters/${full}/clients/${encodeURIComponent(client?.clientId ?? "")}`]: client?.name ?? "",
      "/audit": "Audit",
      "/settings/sessions": "Sessions",
      "/settings/notices": "Notices",
      [`/clusters/${crypto.randomUUID()}/api`]: "No cluster with this ID",
      "/clusters": "Clusters",
    };
    for (const [path, heading] of Object.entries(headings)) {
      await page.goto(path);
      await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
      await waitUntilHeard(page.getByRole("main"));
      expect(await page.evaluate(() => globalThis.moved), `what moved on ${path}`).toEqual([]);
      await expectNoFindings(page, path);
    }
    simulator.addFault({ method: "GET", path: "/clusters", do: "answer", status: 503 });
    await page.getByRole("button", { name: "Sync now" }).click();
    await expect(page.getByText("Console can't be reached")).toBeVisible();
    await expectNoFindings(page, "Console down");
    await page.getByRole("button", { name: /account menu/ }).click();
    await expect(page.getByRole("menuitem", { name: "Sign out" })).toBeVisible();
    await expectNoFindings(page, "account menu");
  });

  test("on a page that could not be loaded", async ({ page, app, openAs }) => {
    await openAs(page, "owner", "/clusters");
    const showHistory = await hideHistory(app);
    await page.goto("/audit");
    await expect(page.getByRole("heading", { name: "Couldn't load this page" })).toBeVisible();
    await expectNoFindings(page, "error page");
    await showHistory();
  });

  test("in every open dialog", async ({ page, simulator, openAs }) => {
    const cluster = simulator.state.addCluster({ name: "Dialogs", clients: [{ name: "other" }] });
    await openAs(page, "owner", apiTab(cluster));
    const dialog = await openCreate(page);
    await expect(dialog.getByRole("textbox", { name: "Client name" })).toBeFocused();
    await expectNoFindings(page, "create");
    for (const scope of ["Tasklist", "Operate", "Optimize", "Secrets"])
      await dialog.getByRole("checkbox", { name: scope }).check();
    await dialog.getByRole("textbox", { name: "Client name" }).fill("two words");
    await expectNoFindings(page, "create with an error and a warning");

    await fillAndCreate(dialog, "dialogs");
    const credentials = credentialsOf(page);
    // All panels have the same parts; some have a choice of keys as well.
    for (const format of ["Env Vars", "Spring Boot"]) {
      await credentials.getByRole("tab", { name: format, exact: true }).click();
      await expect(credentials.getByRole("button", { name: "Download" })).toBeVisible();
      await expectNoFindings(page, `credentials, ${format}`);
    }
    await credentials.getByRole("button", { name: "Test connection" }).click();
    await expect(credentials.getByRole("list", { name: "Result of the test" })).toBeVisible();
    await expectNoFindings(page, "credentials, tested");
    await page.keyboard.press("Escape");
    const question = page.getByRole("alertdialog", { name: "Leave without the secret?" });
    await expect(question).toBeVisible();
    await expectNoFindings(page, "question before leaving");
    await question.getByRole("button", { name: "Leave without it" }).click();

    await page.getByRole("button", { name: "Connection details of other" }).press("Enter");
    await expect(page.getByRole("tabpanel").getByRole("button", { name: "Download" })).toBeVisible();
    await expectNoFindings(page, "connection details");
    await page.getByRole("dialog").getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("button", { name: "Delete client other" }).click();
    await expect(page.getByRole("alertdialog", { name: "Delete other?" })).toBeVisible();
    await expectNoFindings(page, "delete");
  });

  test("while the outcome of a create is unknown, and after that", async ({ page, simulator, openAs }) => {
    const cluster = simulator.state.addCluster({ name: "Unclear" });
    await openAs(page, "owner", apiTab(cluster));
    simulator.addFault({
      method: "POST",
      path: "/clusters/:uuid/clients",
      times: 1,
      do: "reset",
      when: "after-commit",
    });
    await fillAndCreate(await openCreate(page), "unclear");
    const outcome = page.getByRole("dialog", { name: "Creating unclear" });
    await expect(outcome).toBeVisible();
    await expectNoFindings(page, "outcome unknown");
    await expect(outcome.getByRole("button", { name: "Delete and create again" })).toBeVisible();
    await expectNoFindings(page, "orphaned");
    await outcome.getByRole("button", { name: "Close" }).first().click();
    await expect(page.getByText("Nobody has the secret of unclear")).toBeVisible();
    await expectNoFindings(page, "banner above the list");
  });
});

test.describe("at 390 px", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("axe finds nothing on the main pages and in the main dialogs", async ({ page, simulator, openAs }) => {
    const cluster = simulator.state.addCluster({ name: "Small", clients: [{ name: "small" }] });
    await openAs(page, "owner", "/clusters");
    await expect(page.getByRole("table", { name: "Clusters" })).toBeVisible();
    await expectNoFindings(page, "clusters");
    await page.getByRole("searchbox").fill("no-such-cluster");
    await expectNoFindings(page, "clusters, searched");
    await page.getByRole("button", { name: "Open navigation" }).click();
    await expectNoFindings(page, "navigation");
    await page.goto(apiTab(cluster));
    await expect(page.getByRole("table", { name: "Clients" })).toBeVisible();
    await expectNoFindings(page, "api");
    await openCreate(page);
    await expect(page.getByRole("textbox", { name: "Client name" })).toBeVisible();
    await expectNoFindings(page, "create");
    await page.keyboard.press("Escape");
    await createClient(page, "smaller");
    await expectNoFindings(page, "credentials");
  });
});
