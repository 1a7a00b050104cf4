import type { Locator } from "@playwright/test";
import { apiTab, createClient } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

// What each response of a cluster or the token endpoint means is tested in lib/server/clients/test-connection.test.ts,
// and so is the pause between two sign-ins. Here: what the panel shows, and its own retries.

const TOKEN = "POST /oauth/token";

const buttonOf = (credentials: Locator) => credentials.getByRole("button", { name: "Test connection" });
const resultOf = (credentials: Locator, scope: string) =>
  credentials.getByRole("list", { name: "Result of the test" }).getByRole("listitem").filter({ hasText: scope });

test("a test reads once for each scope, however often the button is pressed", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Reached", generation: "8.9.1" });
  await openAs(page, "owner", apiTab(cluster));
  const credentials = await createClient(page, "reaches", ["Tasklist", "Operate", "Optimize", "Secrets"]);
  simulator.resetCounts();
  // Ten presses in one turn of the page's event loop, faster than it renders.
  await buttonOf(credentials).evaluate((button: HTMLElement) => {
    for (let presses = 0; presses < 10; presses++) button.click();
  });
  for (const scope of ["Zeebe", "Tasklist", "Operate", "Optimize"])
    await expect(resultOf(credentials, scope)).toContainText(/Signed in and reached in \d+ ms/);
  await expect(resultOf(credentials, "Zeebe")).toContainText("version 8.9.1");
  await expect(resultOf(credentials, "Secrets")).toContainText("Nothing to test");
  await expect(credentials.getByRole("status").filter({ hasText: "Done: 4 of 4 reached." })).toBeVisible();
  // A sign-in and a read for each scope.
  expect(simulator.count(TOKEN)).toBe(4);
  expect(simulator.requests()).toHaveLength(8);

  await credentials.getByRole("button", { name: "Copy", exact: true }).click();
  await credentials.getByRole("button", { name: "Done" }).click();
  await page.getByRole("link", { name: "Activity" }).click();
  const event = page.getByRole("row", { name: "Test connection" });
  await expect(event).toContainText("Succeeded");
  await expect(event).toContainText("Zeebe: reached");
});

test("a client that is not active yet is tested again by itself until it is", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Not yet" });
  simulator.fixNextClient({ inactiveTokenRequests: 1 });
  await page.clock.install();
  await openAs(page, "owner", apiTab(cluster));
  const credentials = await createClient(page, "not-yet");
  await buttonOf(credentials).click();
  await expect(resultOf(credentials, "Zeebe")).toContainText("Not active yet");
  await expect(credentials.getByText("Trying again in 2 seconds.")).toBeVisible();
  await page.clock.fastForward(2_000);
  await expect(resultOf(credentials, "Zeebe")).toContainText("Signed in and reached");
});

test("a failed test says what is missing, and passes once it is there", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Rights", generation: "8.8.2", enforcesAuthorizations: true });
  await openAs(page, "owner", apiTab(cluster));
  const credentials = await createClient(page, "without-permissions");
  simulator.state.changeCluster(cluster.uuid, { status: "Unhealthy" });
  await buttonOf(credentials).click();
  await expect(resultOf(credentials, "Zeebe")).toContainText("Not reached");
  await expect(resultOf(credentials, "Zeebe")).toContainText("Its state is Unhealthy; try again when it is Healthy.");

  simulator.state.changeCluster(cluster.uuid, { status: "Healthy" });
  await buttonOf(credentials).click();
  await expect(resultOf(credentials, "Zeebe")).toContainText("Signed in and reached; no permissions yet");
  await expect(
    credentials.getByRole("status").filter({ hasText: "1 of 1 reached. 1 without permissions yet." }),
  ).toBeVisible();
  await expect(resultOf(credentials, "Zeebe")).toContainText("owner type Client");

  const opening = page.context().waitForEvent("page");
  await credentials.getByRole("link", { name: "Admin page" }).click();
  const admin = await opening;
  await admin.getByRole("button", { name: "Grant rights to without-permissions" }).click();
  await expect(admin.getByText(": granted")).toBeVisible();
  await buttonOf(credentials).click();
  await expect(resultOf(credentials, "Zeebe")).toContainText("Signed in and reached");
});
