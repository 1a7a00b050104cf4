import { spawnSync } from "node:child_process";
import { callApi } from "./fixtures/api";
import { waitUntilHeard, watchWindow } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

// With animations, as most people have them.
test.use({ contextOptions: { reducedMotion: "no-preference" } });

/** The variables that bash exports after sourcing a file, without those that every bash has. */
function sourceInBash(path: string): Record<string, string> {
  const script = 'set -a; source "$1"; exec env -0';
  const { stdout, stderr, status } = spawnSync("bash", ["--noprofile", "--norc", "-c", script, "bash", path], {
    env: { NODE_ENV: "test", PATH: process.env["PATH"] },
    encoding: "utf8",
  });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  const entries = stdout
    .split("\0")
    .filter(Boolean)
    .map((entry): [string, string] => {
      const at = entry.indexOf("=");
      return [entry.slice(0, at), entry.slice(at + 1)];
    });
  return Object.fromEntries(
    entries.filter(([name]) => !["NODE_ENV", "PATH", "PWD", "SHLVL", "OLDPWD", "_"].includes(name)),
  );
}

test("the main flow: create a client, see its secret once, download it, read the audit log, delete the client", async ({
  page,
  simulator,
}) => {
  const secret = "s3cr~t.of_the-main.flow".padEnd(64, "x");
  simulator.fixNextClient({ clientId: "id-of-the-main-flow-000000000000", clientSecret: secret });

  await test.step("sign in", async () => {
    await page.goto("/");
    await expect(page.getByText("Demo: simulated Camunda Console")).toBeVisible();
    await page.getByRole("button", { name: "Demo owner" }).click();
    await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
    const clusters = page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Clusters" });
    // Before that, the browser itself would leave the page, which React reports as an error of the page it was building.
    await waitUntilHeard(clusters);
    await clusters.click();
    await expect(page.getByRole("heading", { name: "Clusters", level: 1 })).toBeVisible();
  });

  await test.step("Clusters > Orders production > API", async () => {
    await page.getByRole("table", { name: "Clusters" }).getByRole("link", { name: "Orders production" }).click();
    await expect(page.getByRole("heading", { name: "Orders production", level: 1 })).toBeVisible();
  });

  const credentials = page.getByRole("dialog", { name: "Client credentials" });
  await test.step("create the first client with a name, scopes and a purpose", async () => {
    await page.getByRole("button", { name: "Create your first client" }).click();
    const dialog = page.getByRole("dialog", { name: "Create new client" });
    await dialog.getByRole("textbox", { name: "Client name" }).fill("order-worker");
    await expect(dialog.getByRole("checkbox", { name: "Zeebe" })).toBeChecked();
    for (const scope of ["Tasklist", "Operate", "Optimize", "Secrets"])
      await expect(dialog.getByRole("checkbox", { name: scope })).not.toBeChecked();
    await dialog.getByRole("checkbox", { name: "Tasklist" }).check();
    await dialog.getByRole("textbox", { name: "Purpose" }).fill("Ships the orders; looked after by team Orders");
    const staysOpen = await watchWindow(page);
    await dialog.getByRole("button", { name: "Create" }).click();
    await expect(credentials.getByRole("heading", { name: "Client credentials" })).toBeFocused();
    expect(await staysOpen(), "one window, whose content changes").toBe(true);
  });

  await test.step("reveal the secret and download it", async () => {
    await expect(credentials.getByText("The client secret will not be shown again.")).toBeVisible();
    await expect(credentials.getByText("id-of-the-main-flow-000000000000").first()).toBeVisible();
    await expect(credentials.getByText(secret)).toHaveCount(0);
    await credentials.getByRole("button", { name: "Reveal client secret" }).click();
    await expect(credentials.getByText(secret, { exact: true })).toBeVisible();

    await expect(credentials.getByRole("tab", { name: "Env Vars" })).toHaveAttribute("aria-selected", "true");
    const downloading = page.waitForEvent("download");
    await credentials.getByRole("button", { name: "Download" }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe("CamundaCloudMgmtAPI-Client-order-worker.txt");

    const uuid = simulator.state.cluster("Orders production")?.uuid ?? "";
    const grpc = `${uuid}.bru-2.zeebe.camunda.io:443`;
    const rest = `${simulator.url}/bru-2.zeebe.camunda.io/${uuid}`;
    const oauth = `${simulator.url}/oauth/token`;
    const id = "id-of-the-main-flow-000000000000";
    expect(sourceInBash(await download.path())).toEqual({
      ZEEBE_ADDRESS: grpc,
      ZEEBE_CLIENT_ID: id,
      ZEEBE_CLIENT_SECRET: secret,
      ZEEBE_AUTHORIZATION_SERVER_URL: oauth,
      ZEEBE_REST_ADDRESS: rest,
      ZEEBE_GRPC_ADDRESS: `grpcs://${grpc}`,
      ZEEBE_TOKEN_AUDIENCE: "zeebe.camunda.io",
      CAMUNDA_TOKEN_AUDIENCE: "zeebe.camunda.io",
      CAMUNDA_CLUSTER_ID: uuid,
      CAMUNDA_CLIENT_ID: id,
      CAMUNDA_CLIENT_SECRET: secret,
      CAMUNDA_CLUSTER_REGION: "bru-2",
      CAMUNDA_CREDENTIALS_SCOPES: "Zeebe,Tasklist",
      CAMUNDA_TASKLIST_BASE_URL: `${simulator.url}/bru-2.tasklist.camunda.io/${uuid}`,
      CAMUNDA_OAUTH_URL: oauth,
      CAMUNDA_CLIENT_MODE: "saas",
      CAMUNDA_CLIENT_AUTH_CLIENTID: id,
      CAMUNDA_CLIENT_AUTH_CLIENTSECRET: secret,
      CAMUNDA_CLIENT_CLOUD_CLUSTERID: uuid,
      CAMUNDA_CLIENT_CLOUD_REGION: "bru-2",
      CAMUNDA_REST_ADDRESS: rest,
      CAMUNDA_GRPC_ADDRESS: `grpcs://${grpc}`,
      CAMUNDA_AUTHORIZATION_SERVER_URL: oauth,
      CAMUNDA_AUTH_STRATEGY: "OAUTH",
      CAMUNDA_BASE_URL: rest,
    });
    await credentials.getByRole("button", { name: "Done" }).click();
    await expect(credentials).toBeHidden();
  });

  await test.step("the empty list goes with the button that had the focus, and what was done takes it", async () => {
    await expect(page.getByRole("button", { name: "Create new client" })).toBeVisible();
    await expect(page.locator(":focus")).toContainText("order-worker was created.");
    await expect(page.getByRole("status").filter({ hasText: "order-worker was created." })).toBeAttached();
    await expect(page.getByRole("link", { name: "Open the client" })).toHaveAttribute("href", /id-of-the-main-flow/);
  });

  await test.step("the table shows the client, its purpose and its creator", async () => {
    const row = page.getByRole("table", { name: "Clients" }).getByRole("row", { name: "order-worker" });
    for (const text of [
      "id-of-the-main-flow-000000000000",
      "Zeebe",
      "Tasklist",
      "Ships the orders; looked after by team Orders",
      "Demo owner",
    ])
      await expect(row).toContainText(text);
    await expect(row.getByText("Secret may not have been seen")).toHaveCount(0);
  });

  const events = page.getByRole("table", { name: "Audit events" });
  const eventOf = (action: string) =>
    events.getByRole("row", { name: action }).filter({ hasText: "order-worker" }).filter({ hasText: "Demo owner" });
  await test.step("the audit log shows the create and each use of the secret", async () => {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Audit" }).click();
    const created = eventOf("Create client").filter({ hasText: "Succeeded" }).filter({ hasText: "Orders production" });
    await expect(created).toHaveCount(1);
    await created.getByText(/^\d events$/).click();
    for (const step of ["Create client Requested", "Secret shown", "Secret revealed", "File downloaded"])
      await expect(created.getByRole("listitem").filter({ hasText: step })).toHaveCount(1);
  });

  await test.step("delete the client by typing its name", async () => {
    await events.getByRole("link", { name: "Orders production" }).first().click();
    await page.getByRole("button", { name: "Delete client order-worker" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Delete order-worker?" });
    await expect(dialog).toContainText(/Cluster: Orders production ?Production.*Purpose: Ships the orders/);
    await expect(dialog.getByText("Stop its workers first")).toBeVisible();
    await expect(dialog.getByRole("button", { name: "Delete client" })).toBeDisabled();
    await dialog.getByRole("textbox", { name: "Type order-worker to confirm" }).fill("order-worker");
    await dialog.getByRole("button", { name: "Delete client" }).click();
    await expect(page.getByRole("button", { name: "Create your first client" })).toBeVisible();
    expect(simulator.state.cluster("Orders production")?.clients).toEqual([]);
  });

  await test.step("the cluster's activity shows the delete", async () => {
    await page.getByRole("navigation", { name: "Cluster" }).getByRole("link", { name: "Activity" }).click();
    const deleted = eventOf("Delete client").filter({ hasText: "Succeeded" });
    await expect(deleted).toHaveCount(1);
    await expect(deleted.getByText("2 events")).toBeVisible();
  });
});

test("from the sign-in page to a downloaded file it takes five clicks and one text field", async ({
  page,
  app,
  browser,
  simulator,
  openAs,
}) => {
  // The overview names the first clusters; another person's visit has synced them.
  simulator.state.addCluster({ name: "0 clicks" });
  const other = await browser.newPage();
  await openAs(other, "owner", `${app.url}/clusters`);
  await callApi(other, "GET", `${app.url}/api/clusters?refresh=1`);
  await other.context().close();
  await page.addInitScript(() => {
    const count = (name: string) => sessionStorage.setItem(name, String(Number(sessionStorage.getItem(name)) + 1));
    addEventListener("click", ({ isTrusted }) => isTrusted && count("clicks"), true);
    addEventListener("change", ({ target }) => target instanceof HTMLInputElement && count("fields"), true);
  });
  await page.goto("/");
  await page.getByRole("button", { name: "Demo owner" }).click();
  await page.getByRole("list", { name: "Clusters" }).getByRole("link", { name: "0 clicks" }).click();
  await page.getByRole("button", { name: "Create your first client" }).click();
  await page.getByRole("textbox", { name: "Client name" }).fill("few-clicks");
  await page.getByRole("button", { name: "Create", exact: true }).click();
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Download" }).click();
  expect((await downloading).suggestedFilename()).toBe("CamundaCloudMgmtAPI-Client-few-clicks.txt");
  const counted = await page.evaluate(() => ["clicks", "fields"].map((name) => Number(sessionStorage.getItem(name))));
  expect(counted).toEqual([5, 1]);
});
