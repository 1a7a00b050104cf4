import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { ROOT } from "./fixtures/app";
import { startRecorder } from "./fixtures/recorder";
import { apiTab, createClient, newSecret } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

/** Everything that the browser stores for this site, as one text. */
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

/** What the page's query and mutation caches hold, as one text. Their owner is found through React's own tree. */
const queryCachesOf = (page: Page) =>
  page.evaluate(() => {
    const read = (value: unknown, name: string): unknown => Reflect.get(Object(value), name);
    const call = (value: unknown, name: string): unknown => {
      const method = read(value, name);
      return typeof method === "function" ? method.call(value) : undefined;
    };
    const container = Object.keys(document).find((key) => key.startsWith("__reactContainer$")) ?? "";
    const fibers = [read(read(read(document, container), "stateNode"), "current")];
    for (const fiber of fibers) {
      const client = read(read(fiber, "memoizedProps"), "client");
      const queries = call(client, "getQueryCache");
      if (queries) {
        const entries = [queries, call(client, "getMutationCache")].flatMap((cache) => call(cache, "getAll"));
        return JSON.stringify(entries.map((entry) => [read(entry, "queryKey"), read(entry, "state")]));
      }
      for (const next of [read(fiber, "child"), read(fiber, "sibling")]) if (next) fibers.push(next);
    }
    throw new Error("The page has no query client.");
  });

/** The values of all form fields. */
const fieldsOf = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll("input, textarea, select")]
      .map((field) => ("value" in field ? field.value : ""))
      .join("\n"),
  );
const markupOf = (page: Page) => page.evaluate(() => document.documentElement.outerHTML);

test("the secret is in exactly one response, and in no cache, storage, database, log or build", async ({
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

  await openAs(page, "owner", apiTab(cluster));
  const credentials = await createClient(page, "canary", ["Operate"]);

  await test.step("while masked, the page does not contain it", async () => {
    expect(await markupOf(page)).not.toContain(canary);
    await credentials.getByRole("button", { name: "Reveal client secret" }).click();
    expect(await markupOf(page)).toContain(canary);
    expect(await fieldsOf(page)).not.toContain(canary);
  });
  await test.step("it is used in every way that the dialog offers", async () => {
    const downloading = page.waitForEvent("download");
    await credentials.getByRole("button", { name: "Download" }).click();
    expect(readFileSync(await (await downloading).path(), "utf8")).toContain(canary);
    await credentials.getByRole("tab", { name: "JSON" }).click();
    await expect(credentials.getByRole("region", { name: "JSON", exact: true })).toContainText(canary);
    await credentials.getByRole("button", { name: "Test connection" }).click();
    await expect(
      credentials.getByRole("list", { name: "Result of the test" }).getByText(/^Signed in and reached/),
    ).toHaveCount(2);
  });
  await test.step("no cache or storage of the browser holds it, while the dialog is open and after", async () => {
    const whileOpen = [await everythingStored(page), await queryCachesOf(page)];
    await credentials.getByRole("button", { name: "Done" }).click();
    await expect(page.getByRole("table", { name: "Clients" })).toContainText("canary");
    expect(await markupOf(page)).not.toContain(canary);
    const afterwards = [await everythingStored(page), await queryCachesOf(page)];
    for (const text of [...whileOpen, ...afterwards]) expect(text).not.toContain(canary);
    // The list of clients proves that the query cache was found.
    expect(afterwards.at(-1)).toContain('"name":"canary"');
  });

  await test.step("a reload, Back and a second tab don't bring it back", async () => {
    await page.reload();
    await expect(page.getByRole("table", { name: "Clients" })).toBeVisible();
    expect(await markupOf(page)).not.toContain(canary);
    await page.getByRole("navigation", { name: "Cluster" }).getByRole("link", { name: "Overview" }).click();
    await expect(page.getByRole("heading", { name: "Addresses" })).toBeVisible();
    await page.goBack();
    await expect(page.getByRole("table", { name: "Clients" })).toBeVisible();
    expect(await markupOf(page)).not.toContain(canary);
    expect(await queryCachesOf(page)).not.toContain(canary);

    const second = await context.newPage();
    await second.goto(apiTab(cluster));
    await expect(second.getByRole("table", { name: "Clients" })).toBeVisible();
    expect(await markupOf(second)).not.toContain(canary);
    await second.goto("/audit");
    await expect(second.getByRole("table", { name: "Audit events" })).toBeVisible();
  });

  await test.step("one response contained it, and must not be cached", async () => {
    expect(recorder.answers.length).toBeGreaterThan(20);
    const holders = recorder.answers.filter(({ body }) => body.includes(canary));
    expect(holders.map(({ method, url, status }) => `${method} ${url} ${status}`)).toEqual([
      `POST ${app.url}/api/clusters/${cluster.uuid}/clients 201`,
    ]);
    expect(holders[0]?.body.split(canary)).toHaveLength(2);
    expect(holders[0]?.headers["cache-control"]).toBe("no-store, private");
    expect(holders[0]?.headers["etag"]).toBeUndefined();
  });
  await test.step("no database file, log or build file contains it", async () => {
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
