import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import Papa from "papaparse";
import { callApi } from "./fixtures/api";
import { expectNoFindings } from "./fixtures/axe";
import { forgeEvents, hideHistory } from "./fixtures/database";
import { waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test("the history is exported in three clicks, as a file that another program reads", async ({ page, openAs }) => {
  await openAs(page, "owner", "/audit?action=session.sign-in");
  const open = page.getByRole("main").getByRole("button", { name: "Export", exact: true }).first();
  await waitUntilHeard(open);
  await open.click();
  const dialog = page.getByRole("dialog", { name: "Export events" });
  await expectNoFindings(page, "export dialog");
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Export" }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^latchkey-127\.0\.0\.1-history-\d{4}-\d\d-\d\dT\d{6}Z\.csv$/);
  await expect(dialog.getByText(/Downloaded$/)).toBeVisible();
  await expectNoFindings(page, "export done");
  const { data, errors } = Papa.parse<Record<string, string>>(await readFile(await file.path(), "utf8"), {
    header: true,
    skipEmptyLines: true,
  });
  expect(errors).toEqual([]);
  expect(data.length).toBeGreaterThan(0);
  expect(new Set(data.map(({ action }) => action))).toEqual(new Set(["session.sign-in"]));
  await expect(dialog.getByText(`in ${file.suggestedFilename()}`).last()).toContainText(`${data.length} event`);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(open).toBeFocused();
});

test("the history is verified, a broken one is found, and a broken export is no file", async ({
  page,
  launch,
  openAs,
}) => {
  const key = `2026:${randomBytes(32).toString("base64")}`;
  const app = await launch({ LATCHKEY_AUDIT_KEY: key });
  await openAs(page, "owner", `${app.url}/audit`);
  const verify = page.getByRole("button", { name: "Verify audit log" });
  await waitUntilHeard(verify);
  await verify.click();
  await expect(page.getByText("The audit log is complete and unchanged").last()).toBeVisible();
  await expect(page.getByText("All of them are signed.")).toBeVisible();
  await page.getByRole("link", { name: "Settings" }).click();
  await expect(page.getByRole("heading", { name: "Members", level: 1 })).toBeVisible();
  await page.getByRole("link", { name: "Audit" }).click();
  await expect(page.getByText("The audit log is complete and unchanged").last()).toBeVisible();
  await expectNoFindings(page, "verified");

  const first = await forgeEvents(app, 40_000);
  await verify.click();
  await expect(page.getByText(`The audit log is broken at event ${first}`).last()).toBeVisible();
  await expectNoFindings(page, "broken");
  await page.getByRole("link", { name: `Show event ${first}` }).click();
  await expect(page.getByRole("table", { name: "Audit events" }).getByRole("row").nth(2)).toContainText(
    `Event ${first}`,
  );

  const address = `${app.url}/api/audit-events/export?format=json`;
  const [cookie] = (await page.context().cookies()).filter(({ name }) => name.endsWith("latchkey.session"));
  const headers = { cookie: `${cookie?.name}=${cookie?.value}`, "sec-fetch-site": "same-origin" };
  const response = await fetch(address, { headers });
  expect(Number(response.headers.get("x-latchkey-rows"))).toBeGreaterThan(40_000);
  const reader = response.body?.getReader();
  await reader?.read();
  const show = await hideHistory(app);
  const readOn = async () => {
    while (!(await reader?.read())?.done);
  };
  await expect(readOn()).rejects.toThrow("terminated");
  await show();

  const abort = new AbortController();
  const left = await fetch(address, { headers, signal: abort.signal });
  await left.body?.getReader().read();
  abort.abort();
  const events = `${app.url}/api/audit-events?action=history.export&outcome=not_done`;
  await expect
    .poll(async () => {
      const { events: ended } = await (await callApi(page, "GET", events)).json();
      return ended.map(({ detail }: { detail: { ended: string } }) => detail.ended);
    })
    .toEqual(["by its reader"]);
  // The database was away, so the log alone has the end of the other one.
  expect(app.output()).toContain("the end of an export was not stored");
  expect(app.output()).not.toContain(key.split(":")[1]);
});
