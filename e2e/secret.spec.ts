import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { ROOT } from "./fixtures/app";
import { startRecorder } from "./fixtures/recorder";
import { apiTab, createClient, newSecret } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

/** All that a browser keeps for this site, as one text. */
async function everythingStored(page: Page): Promise<string> {
  const state = await page.context().storageState({ indexedDB: true });
  const rest = await page.evaluate(async () => {
    const cached: string[] = [];
    for (const name of await caches.keys()) {
      const cache = await caches.open(name);
      for (const request of await cache.keys())
        cached.push(request.url, await ((await cache.match(request))?.text() ?? ""));
    }
    const workers = await navigator.serviceWorker.getRegistrations();
    const databases = await indexedDB.databases();
    return {
      cached,
      databases: databases.map(({ name }) => name),
      workers: workers.length,
      local: { ...localStorage },
      session: { ...sessionStorage },
      history: history.state,
      address: location.href,
      title: document.title,
      windowName: window.name,
    };
  });
  return JSON.stringify([state, rest]);
}

/** What every form field holds, and the page's whole text and markup. */
const fieldsOf = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("input, textarea, select")]
      .map((field) => ("value" in field ? field.value : ""))
      .join("\n"),
  );
const markupOf = (page: Page) => page.evaluate(() => document.documentElement.outerHTML);

test("the secret stands in exactly one answer, and in no storage, database, log or build", async ({
  browser,
  app,
  simulator,
  openAs,
}) => {
  const canary = newSecret();
  const cluster = simulator.state.addCluster({ name: "Canary" });
  simulator.fixNextClient({ clientSecret: canary });
  const recorder = await startRecorder();
  const context = await browser.newContext({ proxy: { server: recorder.server } });
  const page = await context.newPage();
  const holders = () => recorder.answers.filter(({ body }) => body.includes(canary));

  await openAs(page, "owner", apiTab(cluster));
  const credentials = await createClient(page, "canary", ["Operate"]);

  await test.step("masked at first: not even the page holds it", async () => {
    expect(await markupOf(page)).not.toContain(canary);
    await credentials.getByRole("button", { name: "Reveal client secret" }).click();
    expect(await markupOf(page)).toContain(canary);
    expect(await fieldsOf(page)).not.toContain(canary);
  });
  await test.step("used in every way the dialog offers", async () => {
    const downloading = page.waitForEvent("download");
    await credentials.getByRole("button", { name: "Download" }).click();
    expect(readFileSync(await (await downloading).path(), "utf8")).toContain(canary);
    await credentials.getByRole("tab", { name: "JSON" }).click();
    await expect(credentials.getByRole("region", { name: "JSON", exact: true })).toContainText(canary);
    await credentials.getByRole("button", { name: "Test connection" }).click();
    await expect(credentials.getByRole("list", { name: "Result of the test" }).getByText(/^Reached/)).toHaveCount(2);
  });
  const whileOpen = await everythingStored(page);
  await credentials.getByRole("button", { name: "Done" }).click();
  await expect(page.getByRole("table", { name: "Clients" })).toContainText("canary");

  await test.step("gone with the dialog: reload, back and a second tab don't bring it back", async () => {
    expect(await markupOf(page)).not.toContain(canary);
    const whenClosed = await everythingStored(page);
    for (const stored of [whileOpen, whenClosed]) expect(stored).not.toContain(canary);

    await page.reload();
    await expect(page.getByRole("table", { name: "Clients" })).toBeVisible();
    expect(await markupOf(page)).not.toContain(canary);
    await page.getByRole("link", { name: "Overview" }).click();
    await expect(page.getByRole("heading", { name: "Addresses" })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole("table", { name: "Clients" })).toBeVisible();
    expect(await markupOf(page)).not.toContain(canary);

    const second = await context.newPage();
    await second.goto(apiTab(cluster));
    await expect(second.getByRole("table", { name: "Clients" })).toBeVisible();
    expect(await markupOf(second)).not.toContain(canary);
    await second.goto("/audit");
    await expect(second.getByRole("table", { name: "Audit events" })).toBeVisible();
  });

  await test.step("one answer held it, and nobody may keep that one", async () => {
    expect(recorder.answers.length).toBeGreaterThan(20);
    expect(holders().map(({ method, url, status }) => `${method} ${url} ${status}`)).toEqual([
      `POST ${app.url}/api/clusters/${cluster.uuid}/clients 201`,
    ]);
    const [headers] = holders().map((answer) => answer.headers);
    expect(headers?.["cache-control"]).toBe("no-store, private");
    expect(headers?.["etag"]).toBeUndefined();
  });
  await test.step("nothing on the server's side keeps it", async () => {
    expect(app.output()).toContain("/clients");
    expect(app.output()).not.toContain(canary);
    const files = readdirSync(app.folder);
    expect(files).toContain("latchkey.db");
    for (const file of files) expect(readFileSync(join(app.folder, file)).includes(canary), file).toBe(false);
    const build = spawnSync("grep", ["-rlF", canary, ".next"], { cwd: ROOT, encoding: "utf8" });
    expect([build.status, build.stdout]).toEqual([1, ""]);
  });
  await context.close();
  recorder.close();
});
