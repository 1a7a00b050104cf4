import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { FORMAT_GROUPS, FORMAT_LABELS } from "@/lib/credentials/format-labels";
import { apiTab, createClient, credentialsOf, fillAndCreate, newSecret, openCreate } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

/** Every format by its tab: the name of its file, and the text that holds the secret. */
const FORMATS: Record<string, { file: string; line: (secret: string) => string }> = {
  "Env Vars": {
    file: "CamundaCloudMgmtAPI-Client-all-formats.txt",
    line: (secret) => `export ZEEBE_CLIENT_SECRET='${secret}'`,
  },
  ".env": { file: "camunda-all-formats.env", line: (secret) => `ZEEBE_CLIENT_SECRET=${secret}` },
  "Spring Boot": {
    file: "camunda-all-formats.properties",
    line: (secret) => `camunda.client.auth.client-secret=${secret}`,
  },
  "Spring Boot YAML": { file: "camunda-all-formats.yaml", line: (secret) => `client-secret: "${secret}"` },
  "Desktop Modeler": { file: "camunda-all-formats.modeler.txt", line: (secret) => secret },
  Connectors: {
    file: "camunda-all-formats.connectors.env",
    line: (secret) => `CAMUNDA_CLIENT_AUTH_CLIENTSECRET=${secret}`,
  },
  "Kubernetes Secret": {
    file: "camunda-all-formats.secret.yaml",
    line: (secret) => `ZEEBE_CLIENT_SECRET: "${secret}"`,
  },
  JSON: { file: "camunda-all-formats.json", line: (secret) => `"ZEEBE_CLIENT_SECRET": "${secret}"` },
  PowerShell: { file: "camunda-all-formats.ps1", line: (secret) => `$env:ZEEBE_CLIENT_SECRET = '${secret}'` },
  c8ctl: { file: "camunda-all-formats.c8ctl.sh", line: (secret) => secret },
  "GitHub Actions": { file: "camunda-all-formats.actions.env", line: (secret) => `ZEEBE_CLIENT_SECRET='${secret}'` },
};
const MARKER = "<client secret: shown once, at creation>";
const LABELS = FORMAT_GROUPS.flatMap(({ ids }) => ids.map((id) => FORMAT_LABELS[id]));

const tab = (dialog: Locator, label: string) => dialog.getByRole("tab", { name: label, exact: true });
const block = (dialog: Locator, label: string) => dialog.getByRole("region", { name: label, exact: true });

test("connection details show the format chosen last, with a marker instead of the secret", async ({
  page,
  simulator,
  openAs,
}) => {
  const secret = newSecret();
  simulator.fixNextClient({ clientSecret: secret });
  const cluster = simulator.state.addCluster({ name: "Later" });
  await openAs(page, "owner", apiTab(cluster));
  const credentials = await createClient(page, "later", ["Operate"]);
  await tab(credentials, "JSON").click();
  await credentials.getByRole("button", { name: "Copy", exact: true }).click();
  await credentials.getByRole("button", { name: "Done" }).click();

  await page.reload();
  await page.getByRole("button", { name: "Connection details of later" }).click();
  const details = page.getByRole("dialog", { name: "Connection details" });
  await expect(details.getByRole("tablist", { name: "Format" }).getByRole("tab")).toHaveText(LABELS);
  await expect(tab(details, "JSON")).toHaveAttribute("aria-selected", "true");
  await expect(block(details, "JSON")).toContainText(`"ZEEBE_CLIENT_SECRET": "${MARKER}"`);
  await expect(block(details, "JSON")).toContainText('"CAMUNDA_CREDENTIALS_SCOPES": "Zeebe,Operate"');
  expect(await page.content()).not.toContain(secret);
  const downloading = page.waitForEvent("download");
  await details.getByRole("button", { name: "Download" }).click();
  expect((await downloading).suggestedFilename()).toBe("camunda-later-without-secret.json");
  await details.getByRole("button", { name: "Close" }).last().click();
  await expect(details).toBeHidden();
});

test("connection details of a client that is not ready, or deleted, say so", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({
    name: "Not ready",
    clients: [{ name: "young", notReadyReads: 1 }, { name: "deleted" }],
  });
  await openAs(page, "owner", apiTab(cluster));
  const details = page.getByRole("dialog", { name: "Connection details" });
  await page.getByRole("button", { name: "Connection details of young" }).click();
  await expect(details.getByRole("alert")).toContainText("Camunda is still preparing this client.");
  await details.getByRole("button", { name: "Try again" }).click();
  await expect(block(details, "Env Vars")).toContainText(MARKER);
  await details.getByRole("button", { name: "Close" }).last().click();

  simulator.state.removeClient(cluster.clients.find(({ name }) => name === "deleted")?.clientId ?? "");
  await page.getByRole("button", { name: "Connection details of deleted" }).click();
  await expect(details.getByRole("alert")).toContainText("There is no client with this ID in the cluster.");
});

test("the keys of Spring Boot match the cluster's version, and can be changed", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Old keys", generation: "8.5.14", clients: [{ name: "old" }] });
  await openAs(page, "owner", apiTab(cluster));
  await page.getByRole("button", { name: "Connection details of old" }).click();
  const details = page.getByRole("dialog", { name: "Connection details" });
  await tab(details, "Spring Boot").click();
  await expect(block(details, "Spring Boot")).toContainText("zeebe.client.cloud.region");
  await details.getByRole("combobox", { name: "Keys for" }).selectOption({ index: 0 });
  await expect(block(details, "Spring Boot")).toContainText("camunda.client.cloud.region");
});

test("without the cluster's addresses, ID and secret are shown, and why there are no files", async ({
  page,
  simulator,
  openAs,
}) => {
  const secret = newSecret();
  simulator.fixNextClient({ clientSecret: secret });
  const cluster = simulator.state.addCluster({ name: "Too early", status: "Creating", links: "missing" });
  await openAs(page, "owner", apiTab(cluster));
  await fillAndCreate(await openCreate(page), "early");
  const dialog = credentialsOf(page);
  await expect(dialog.getByText("No files yet")).toBeVisible();
  await expect(dialog.getByText("The cluster is still being created")).toBeVisible();
  await dialog.getByRole("button", { name: "Reveal client secret" }).click();
  await expect(dialog.getByText(secret, { exact: true })).toBeVisible();
});

test("in the tabs, arrow keys, Home and End choose a format, and Tab leads to its panel", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Keys", clients: [{ name: "keys" }] });
  await openAs(page, "owner", apiTab(cluster));
  await page.getByRole("button", { name: "Connection details of keys" }).click();
  const details = page.getByRole("dialog", { name: "Connection details" });
  await tab(details, "Env Vars").focus();
  const moves = { ArrowDown: ".env", End: "Kubernetes Secret", ArrowUp: "GitHub Actions", Home: "Env Vars" };
  for (const [key, label] of Object.entries(moves)) {
    await page.keyboard.press(key);
    await expect(tab(details, label)).toBeFocused();
    await expect(tab(details, label)).toHaveAttribute("aria-selected", "true");
    await expect(details.getByRole("tabpanel", { name: label, exact: true })).toBeVisible();
  }
  await page.keyboard.press("Tab");
  await expect(details.getByRole("tabpanel", { name: "Env Vars" })).toBeFocused();
});

/** By how many pixels the page itself can be scrolled sideways. */
const overflowOf = (page: Page) =>
  page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth));

/** Elements inside that scroll sideways, by role or tag. */
const sidewaysScrollersIn = (dialog: Locator) =>
  dialog.evaluate((element) =>
    [...element.querySelectorAll("*")]
      .filter((part) => part.scrollWidth > part.clientWidth && /auto|scroll/.test(getComputedStyle(part).overflowX))
      .map((part) => part.getAttribute("role") ?? part.tagName.toLowerCase()),
  );

test.describe("at 390 px", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test("every page fits", async ({ page, simulator, openAs }) => {
    const cluster = simulator.state.addCluster({
      name: "A cluster with quite a long name, as people give them",
      clients: [{ name: "x".repeat(50), permissions: ["Zeebe", "Operate", "Tasklist", "Optimize", "Secrets"] }],
    });
    for (const path of ["/clusters", `/clusters/${cluster.uuid}/overview`, apiTab(cluster), "/audit"]) {
      await openAs(page, "owner", path);
      const main = page.getByRole("main");
      await expect(main.getByRole("table").or(main.getByRole("heading", { name: "Addresses" }))).toBeVisible();
      expect(await overflowOf(page), path).toBe(0);
    }
  });

  test("every format fits, is masked, and is downloaded with the secret under its own name", async ({
    page,
    simulator,
    openAs,
  }) => {
    const secret = newSecret();
    simulator.fixNextClient({ clientSecret: secret });
    const cluster = simulator.state.addCluster({ name: "Formats" });
    await openAs(page, "owner", apiTab(cluster));
    const dialog = await createClient(page, "all-formats", ["Operate"]);
    const choice = dialog.getByRole("combobox", { name: "Format" });
    await expect(choice.getByRole("option")).toHaveText(LABELS);
    for (const [label, { file, line }] of Object.entries(FORMATS)) {
      await choice.selectOption(label);
      await expect(block(dialog, label), label).toContainText("<client secret: hidden>");
      await expect(dialog.getByText(file, { exact: true })).toBeVisible();
      expect(await dialog.innerText(), label).not.toContain(secret);

      const downloading = page.waitForEvent("download");
      await dialog.getByRole("button", { name: "Download" }).click();
      const download = await downloading;
      expect(download.suggestedFilename()).toBe(file);
      expect(readFileSync(await download.path(), "utf8"), label).toContain(line(secret));

      expect(await dialog.evaluate((element) => element.scrollWidth - element.clientWidth), label).toBe(0);
      const others = (await sidewaysScrollersIn(dialog)).filter((part) => !["section", "tablist"].includes(part));
      expect(others, `${label}: only code and the tabs scroll sideways`).toEqual([]);
    }
    expect(await overflowOf(page)).toBe(0);
    await dialog.getByRole("button", { name: "Test connection" }).click();
    await expect(dialog.getByRole("list", { name: "Result of the test" })).toContainText("Signed in and reached");

    await dialog.getByRole("button", { name: "Done" }).click();
    await page.goto(`/clusters/${cluster.uuid}/activity?action=secret.downloaded`);
    await expect(page.getByRole("row", { name: "File downloaded" })).toContainText(`${LABELS.length} events`);
  });
});
