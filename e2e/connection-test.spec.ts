import { randomUUID } from "node:crypto";
import type { Locator, Page } from "@playwright/test";
import type { ClusterInput } from "../simulator/state";
import { callApi } from "./fixtures/api";
import { ageClients } from "./fixtures/database";
import { apiTab, createClient, credentialsOf, fillAndCreate, openCreate, signIn } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const run = (credentials: Locator) => credentials.getByRole("button", { name: "Test connection" }).click();
const resultOf = (credentials: Locator, scope: string) =>
  credentials.getByRole("list", { name: "Result of the test" }).getByRole("listitem").filter({ hasText: scope });

test("each scope is tried with one harmless read, and says how fast and which version", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Reached", generation: "8.9.1" });
  await openAs(page, "owner", apiTab(cluster));
  const credentials = await createClient(page, "reaches", ["Tasklist", "Operate", "Optimize", "Secrets"]);
  simulator.resetCounts();
  await run(credentials);
  for (const scope of ["Zeebe", "Tasklist", "Operate", "Optimize"])
    await expect(resultOf(credentials, scope)).toContainText(/Reached in \d+ ms/);
  await expect(resultOf(credentials, "Zeebe")).toContainText("version 8.9.1");
  await expect(resultOf(credentials, "Secrets")).toContainText("Nothing to test");
  await expect(credentials.getByRole("status").filter({ hasText: "Done: 4 of 4 reached." })).toBeVisible();
  expect(simulator.count("POST /oauth/token")).toBe(4);

  await credentials.getByRole("button", { name: "Copy", exact: true }).click();
  await credentials.getByRole("button", { name: "Done" }).click();
  await page.goto(`/clusters/${cluster.uuid}/activity`);
  const event = page.getByRole("row", { name: "Test connection" });
  await expect(event).toContainText("Succeeded");
  await expect(event).toContainText("Zeebe: reached");
});

test("a client that is not active yet is tried again on its own until it is", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Not yet" });
  simulator.fixNextClient({ inactiveTokenRequests: 1 });
  await openAs(page, "owner", apiTab(cluster));
  const credentials = await createClient(page, "not-yet");
  await run(credentials);
  await expect(resultOf(credentials, "Zeebe")).toContainText("Not active yet");
  await expect(credentials.getByText("Trying again in 2 seconds.")).toBeVisible();
  await expect(resultOf(credentials, "Zeebe")).toContainText("Reached");
});

test("a client that Camunda does not accept any more is told so, without tries that could block others", async ({
  page,
  app,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Not any more" });
  await openAs(page, "owner", apiTab(cluster));
  const credentials = await createClient(page, "deleted-elsewhere");
  await ageClients(app, cluster.uuid);
  simulator.state.removeClient(cluster.clients[0]?.clientId ?? "");
  simulator.resetCounts();
  await run(credentials);
  await expect(resultOf(credentials, "Zeebe")).toContainText("does not accept this client's id and secret");
  await expect(credentials.getByRole("button", { name: "Test connection" })).toBeEnabled();
  expect(simulator.count("POST /oauth/token")).toBe(1);
});

test("from 8.8 on a 403 leads to the cluster's own rights, and passes once they are granted", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Rights", generation: "8.8.2", enforcesAuthorizations: true });
  await openAs(page, "owner", apiTab(cluster));
  const credentials = await createClient(page, "without-rights");
  await run(credentials);
  await expect(resultOf(credentials, "Zeebe")).toContainText("signed in, but may do nothing yet");
  await expect(resultOf(credentials, "Zeebe")).toContainText("owner type Client");

  const opening = page.context().waitForEvent("page");
  await credentials.getByRole("link", { name: "Admin page" }).click();
  const admin = await opening;
  await admin.getByRole("button", { name: "Grant rights to without-rights" }).click();
  await expect(admin.getByText(": granted")).toBeVisible();
  await run(credentials);
  await expect(resultOf(credentials, "Zeebe")).toContainText("Reached");
});

const FAILURES: Record<string, { cluster: Partial<ClusterInput>; told: string }> = {
  "a suspended cluster": { cluster: { status: "Suspended" }, told: "The cluster is suspended. Resume it" },
  "an unhealthy cluster": { cluster: { status: "Unhealthy" }, told: "Its state is Unhealthy" },
  "a host that nobody serves": {
    cluster: { extras: { links: { zeebe: "http://127.0.0.1:9/bru-2.zeebe.camunda.io/x" } } },
    told: "its host is unknown or refuses connections",
  },
  "a cluster without addresses": { cluster: { extras: { links: null } }, told: "it gives no links" },
};
for (const [what, { cluster: input, told }] of Object.entries(FAILURES)) {
  test(`${what} is named as what is wrong`, async ({ page, simulator, openAs }) => {
    const cluster = simulator.state.addCluster({ name: "Wrong", ...input });
    await openAs(page, "owner", apiTab(cluster));
    await fillAndCreate(await openCreate(page), "wrong");
    const credentials = credentialsOf(page);
    await run(credentials);
    await expect(resultOf(credentials, "Zeebe")).toContainText("Not reached");
    await expect(resultOf(credentials, "Zeebe")).toContainText(told);
  });
}

/** The pauses between the token requests that Camunda saw, in milliseconds. */
const pausesOf = (times: readonly string[]) =>
  times.slice(1).map((time, index) => Date.parse(time) - Date.parse(times[index] ?? ""));

test("pressed ten times in a row, and asked five times at once, Latchkey signs in once a second at most", async ({
  page,
  simulator,
  launch,
}) => {
  // An app of its own: the presses count towards the limit of tests per minute.
  const app = await launch();
  const cluster = simulator.state.addCluster({ name: "Impatient" });
  const secret = randomUUID();
  simulator.fixNextClient({ clientSecret: secret });
  await signIn(page, "owner", app.url + apiTab(cluster));
  const credentials = await createClient(page, "impatient");
  await pressTenTimes(page);
  await expect(resultOf(credentials, "Zeebe")).toContainText("Reached");
  const clientId = cluster.clients[0]?.clientId ?? "";
  const url = `${app.url}/api/clusters/${cluster.uuid}/connection-test`;
  const calls = Array.from({ length: 5 }, () =>
    callApi(page, "POST", url, { data: { clientId, clientSecret: secret } }),
  );
  for (const call of calls) expect((await call).status()).toBe(200);
  const asked = simulator.requests("POST /oauth/token").map(({ at }) => at);
  // Its own sign-in, the one of ten presses, and five more.
  expect(asked).toHaveLength(7);
  // On a busy machine one may lose on its way what the next one gains; over all of them the measure holds.
  const pauses = pausesOf(asked);
  for (const pause of pauses) expect(pause).toBeGreaterThan(500);
  expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeGreaterThanOrEqual(pauses.length * 1000);
});

/** Faster than any hand: all ten in one turn of the page's event loop. */
async function pressTenTimes(page: Page): Promise<void> {
  const button = page.getByRole("button", { name: "Test connection" });
  await button.evaluate((element: HTMLElement) => {
    for (let presses = 0; presses < 10; presses++) element.click();
  });
}
