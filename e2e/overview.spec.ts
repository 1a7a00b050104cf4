import { expectNoFindings } from "./fixtures/axe";
import { apiTab } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test.use({ contextOptions: { reducedMotion: "reduce" } });

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

  await page.getByRole("link", { name: "Print report" }).click();
  await expect(page.getByRole("heading", { name: "North", level: 1 })).toBeVisible();
  await expect(page.getByRole("rowheader")).toHaveText([/^api/, /^worker/]);
  await expectNoFindings(page, "a cluster's report");
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("button", { name: "Print" })).toBeHidden();
  await page.emulateMedia({ media: null });
  await page.goto("/report");
  await expect(page.getByRole("heading", { name: "All clusters that you may see" })).toBeVisible();
  await expectNoFindings(page, "the report of all clusters");
});
