import { expectNoFindings } from "./fixtures/axe";
import { apiTab } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const CLIENTS = "GET /clusters/:uuid/clients";

test("a sync shows how far it is, and what it finds appears without a reload, in a layout that stays", async ({
  page,
  simulator,
  openAs,
}) => {
  const denied = simulator.state.addCluster({
    name: "Denied",
    extras: { labels: ["prod"] },
    clients: [{ name: "stored" }],
  });
  await openAs(page, "owner", apiTab(denied));
  await expect(page.getByRole("rowheader", { name: "stored" })).toBeVisible();
  await page.goto("/clusters");
  const table = page.getByRole("table", { name: "Clusters" });
  const staging = table.getByRole("row", { name: "Orders staging" });
  await expect(staging).toContainText("Not synced yet");
  const before = await table.boundingBox();
  await page.evaluate("document.notReloaded = true");

  simulator.addFault({ method: "GET", path: `/clusters/${denied.uuid}/clients`, do: "answer", status: 403 });
  simulator.addFault({ method: "GET", path: "/clusters/:uuid/clients", do: "hang" });
  simulator.state.addCluster({ name: "A new cluster" });
  await page.getByRole("button", { name: "Sync now" }).click();
  const bar = page.getByRole("progressbar", { name: "Sync of all clusters" });
  await expect(bar).toBeVisible();
  await expect(page.getByText(/Syncing \d+ of 1\d clusters/)).toBeVisible();
  await expect(table).toContainText("A new cluster");
  expect((await table.boundingBox())?.y).toBe(before?.y);
  await expectNoFindings(page, "syncing");

  simulator.clearFaults();
  simulator.addFault({ method: "GET", path: `/clusters/${denied.uuid}/clients`, do: "answer", status: 403 });
  await simulator.waitFor(CLIENTS, { until: "held" });
  simulator.release();
  await expect(bar).toHaveCount(0);
  await expect(staging).toContainText("2");
  await expect(staging).not.toContainText("Not synced yet");
  const row = table.getByRole("row", { name: "Denied" });
  await expect(row).toContainText("Production");
  await expect(row).toContainText("403: Latchkey's API client may not read this cluster");
  await expect(row).toContainText(/last synced 2\d{3}-\d\d-\d\d \d\d:\d\d UTC\+1[34]:45/);
  await expect(page.getByText("1 failed")).toBeVisible();
  expect((await table.boundingBox())?.y).toBe(before?.y);
  expect(await page.evaluate("document.notReloaded")).toBe(true);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoFindings(page, "synced, with a cluster that failed");
});

test("the Activity tab shows what people did in Console beside Latchkey's own history, or says why it can't", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const [cluster] = simulator.state.clusters.filter(({ name }) => name === "Load planning");
  const base = `/clusters/${cluster?.uuid}`;
  const readLog = async (code: string | null) => {
    await page.goto("/clusters");
    await page.getByRole("button", { name: "Sync now" }).click();
    const state = async () => {
      const { readAt, error } = await (await page.request.get(`${app.url}/api${base}/console-events`)).json();
      return [readAt !== null, error];
    };
    await expect.poll(state).toEqual([true, code]);
    await page.goto(`${base}/activity`);
  };
  await openAs(page, "owner", `${base}/api`);
  await expect(page.getByRole("rowheader", { name: "planner-reports" })).toBeVisible();
  await readLog(null);
  await expect(page.getByText("According to Camunda's activity log")).toBeVisible();
  const events = page.getByRole("table", { name: "Events in Camunda Console" });
  const row = events.getByRole("row", { name: "ci-deploy" });
  await expect(row).toContainText("auth0|5f2b6c0e9d1a");
  await expect(row).toContainText(/2025-06-1\d \d\d:\d\d:00 UTC\+12:45/);
  await expect(events.getByRole("row")).toHaveCount(4);
  await expect(page.getByRole("heading", { name: "In Latchkey" })).toBeVisible();
  await expectNoFindings(page, "activity");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoFindings(page, "activity on a phone");

  simulator.addFault({ method: "GET", path: "/activity/json", do: "answer", status: 403 });
  await readLog("console_denied");
  await expect(page.getByText("Latchkey's API client may not read it any more")).toBeVisible();
  await expect(page.getByRole("main").getByRole("alert")).toHaveCount(0);
  await expect(page.getByRole("heading", { name: "In Latchkey" })).toBeVisible();
});
