import type { Locator, Page } from "@playwright/test";
import { callApi } from "./fixtures/api";
import { expectNoFindings } from "./fixtures/axe";
import { apiTab, waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const link = (page: Page, name: string | RegExp) => page.getByRole("link", { name, exact: true }).first();

test("the overview says what there is, each number opens its list, and the report prints", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({
    name: "North",
    clients: [{ name: "worker" }, { name: "api", permissions: ["Operate", "Orchestration"] }],
  });
  await openAs(page, "owner", apiTab(cluster));
  await expect(page.getByRole("table", { name: "Clients" })).toBeVisible();

  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Overview" }).click();
  await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
  await expect(page.getByRole("list", { name: "Clusters by status" })).toContainText("Healthy");
  await expectNoFindings(page, "overview");
  const scopes = page.getByRole("list", { name: "Clients by scope" });
  await scopes.getByRole("link", { name: "Operate 1" }).click();
  await expect(page).toHaveURL(/\/clients\?scope=Operate$/);
  await expect(page.getByRole("table", { name: "Clients" }).getByRole("rowheader")).toHaveText([/^api/]);

  await page.goto(`/clusters/${cluster.uuid}/overview`);
  const row = page.getByRole("row", { name: /^api / });
  await expect(row.getByRole("cell")).toHaveText(["No", "No", "Yes", "No", "No", "Orchestration"]);
  await expectNoFindings(page, "a cluster's overview");

  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("heading", { name: "North", level: 1 })).toBeVisible();
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await expect(page.getByRole("link", { name: "Open report" })).toBeHidden();
  await page.emulateMedia({ media: null });
  await page.getByRole("link", { name: "Open report" }).click();
  await expect(page.getByRole("heading", { name: "North", level: 1 })).toBeVisible();
  await expect(page.getByRole("rowheader")).toHaveText([/^api/, /^worker/]);
  await expectNoFindings(page, "a cluster's report");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
  await page.emulateMedia({ media: null });
  await page.goto("/report");
  await expect(page.getByRole("heading", { name: "All clusters that you have access to" })).toBeVisible();
  await expectNoFindings(page, "the report of all clusters");
  await page.setViewportSize({ width: 390, height: 844 });
  // A row is a card: nothing of it is cut.
  const right = (name: string) =>
    page
      .getByRole("cell", { name })
      .first()
      .evaluate((cell) => cell.getBoundingClientRect().right);
  expect(await right("Active. Created outside Latchkey")).toBeLessThanOrEqual(390);
  await expectNoFindings(page, "the report of all clusters on a phone");
});

test("who made a cluster's clients, which are stale, which may do all, and the report: at most three clicks each", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  for (let at = 1; at < 40; at++) simulator.state.addCluster({ name: `Cluster ${at}`, clients: [{ name: `w-${at}` }] });
  const permissions = ["Zeebe", "Tasklist", "Operate", "Optimize", "Secrets"];
  const cluster = simulator.state.addCluster({ name: "Fortieth", clients: [{ name: "may-all", permissions }] });
  const clientId = cluster.clients[0]?.clientId ?? "";
  simulator.state.addActivity({
    ...{ audit: "API client created", auditType: "c", entity: "client", entityId: clientId },
    ...{ userId: "auth0|grace", timestamp: Date.now() - 60_000, parentEntityId: cluster.uuid },
  });
  await openAs(page, "owner", "/");
  expect((await callApi(page, "POST", `${app.url}/api/sync`, { data: {} })).status()).toBe(202);
  const facts = `${app.url}/api/clusters/${cluster.uuid}/clients/${clientId}/facts`;
  const maker = async () => (await (await callApi(page, "GET", facts)).json()).client?.consoleUser;
  await expect.poll(maker).toBe("auth0|grace");

  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("/");
  await expect(page.getByRole("list", { name: "First steps" })).toBeVisible();
  // High enough up for a dozen lines, however many clusters there are.
  const needs = page.getByRole("list", { name: "Needs attention" });
  expect((await needs.boundingBox())?.y).toBeLessThan(400);

  type Click = Locator | { on: Locator; type: string };
  const answers: [question: string, clicks: Click[], answer: Locator][] = [
    [
      "who made the clients of a cluster",
      [
        link(page, "Clusters"),
        { on: page.getByRole("searchbox", { name: "Search clusters" }), type: "fortieth" },
        page.getByRole("row", { name: /^Fortieth/ }).getByRole("link", { name: "1 client" }),
      ],
      page.getByRole("row", { name: /may-all.*auth0\|grace/ }),
    ],
    ["which are stale", [link(page, /^180 days or more/)], page.getByRole("button", { name: "Age: 180 days or more" })],
    ["which have all scopes", [link(page, /^All five/)], page.getByRole("rowheader", { name: "may-all" })],
    [
      "the report as CSV",
      [
        link(page, "Clients"),
        page.getByRole("button", { name: "Export" }),
        page.getByRole("dialog").getByRole("button", { name: "Export" }),
      ],
      page.getByRole("dialog").getByText(/in latchkey-.*-clients-.*\.csv/),
    ],
  ];
  for (const [question, clicks, answer] of answers) {
    await page.goto("/");
    expect(clicks.length, question).toBeLessThanOrEqual(3);
    for (const click of clicks) {
      if (!("on" in click)) await click.click();
      else {
        await waitUntilHeard(click.on);
        await click.on.click();
        await page.keyboard.type(click.type);
      }
    }
    await expect(answer.first(), question).toBeVisible();
  }
});
