import { expectNoFindings } from "./fixtures/axe";
import { apiTab, credentialsOf, openCreate } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

// Without animations, so that axe sees final colors.
test("a temporary client is created with its end, put off where it is announced, and kept with a reminder", async ({
  page,
  openAs,
  simulator,
}) => {
  const cluster = simulator.state.addCluster({ name: "Temporary" });
  await openAs(page, "owner", apiTab(cluster));
  const dialog = await openCreate(page);
  await dialog.getByRole("textbox", { name: "Client name" }).fill("ci-run");
  await dialog.getByRole("button", { name: "Set an end date" }).click();
  await dialog.getByRole("combobox", { name: "End (optional)" }).selectOption("In 7 days");
  await expect(dialog.getByText(/^On \d{4}-\d\d-\d\d \d\d:\d\d UTC\+1[23]:45\.$/)).toBeVisible();
  await dialog.getByRole("radio", { name: "Delete it then: Latchkey deletes it in Camunda." }).check();
  await expectNoFindings(page, "create with an end");
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(credentialsOf(page)).toContainText("ci-run");

  await page.goto(apiTab(cluster));
  const banner = page.getByText("Latchkey deletes ci-run within 7 days");
  await expect(banner).toBeVisible();
  await expectNoFindings(page, "a cluster with a deletion that is near");
  await page.getByRole("group", { name: "Postpone the end of ci-run" }).getByRole("button", { name: "7 days" }).click();
  await expect(page.locator(":focus")).toContainText("The end of ci-run was postponed by 7 days.");
  await expect(banner).toBeHidden();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(banner).toBeVisible();

  await page.getByRole("link", { name: "For me" }).click();
  const row = page.getByRole("row", { name: "ci-run" });
  await expect(row).toContainText("End: Latchkey deletes it in Camunda");
  await expect(row).toContainText("UTC+13:45");
  await expect(page.getByText("Times are in your zone, Pacific/Chatham.")).toBeVisible();
  const before = await row.getByRole("time").getAttribute("datetime");
  await row.getByRole("button", { name: "1 day" }).press("Enter");
  await expect(page.getByText("The end of ci-run was postponed by 1 day.").last()).toBeVisible();
  const day = 86_400_000;
  await expect(row.getByRole("time")).toHaveAttribute(
    "datetime",
    new Date(Date.parse(before ?? "") + day).toISOString(),
  );
  await expectNoFindings(page, "what waits for me");
  await page.setViewportSize({ width: 390, height: 844 });
  await expect(row.getByRole("button", { name: "30 days" })).toBeVisible();
  const isTooWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth;
  expect(await page.evaluate(isTooWide)).toBe(false);
  await expectNoFindings(page, "what waits for me, on a phone");
  await page.setViewportSize({ width: 1280, height: 720 });

  await row.getByRole("link", { name: "ci-run" }).click();
  await page.getByRole("button", { name: "Edit" }).click();
  const edit = page.getByRole("dialog", { name: "Edit ci-run" });
  await edit.getByRole("combobox", { name: "Repeat review" }).selectOption("Every 90 days");
  await edit.getByLabel("End date and time").fill("");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit.getByLabel("End date and time")).toBeFocused();
  await expect(edit).toContainText("Choose a date and a time.");
  await edit.getByLabel("End date and time").fill("2031-03-30T09:00");
  await edit.getByRole("radio", { name: "Remind me: Latchkey tells you; the client stays." }).check();
  await expectNoFindings(page, "an edit of an end");
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit).toBeHidden();
  await expect(page.getByText("2031-03-30 09:00 UTC+13:45")).toBeVisible();
  await expect(page.getByText("Latchkey tells you; the client stays")).toBeVisible();
  await page.getByRole("button", { name: "Still needed ci-run" }).click();
  await expect(page.getByText(/then every 90 days/)).toBeVisible();
  await expectNoFindings(page, "a client with an end");
});

test("a calendar feed is made, read without a session, and taken back", async ({ page, openAs, app, playwright }) => {
  await openAs(page, "owner", "/me");
  await page.getByRole("button", { name: "Create a calendar address" }).click();
  const address = await page.getByText(/\/api\/calendar\/[A-Za-z0-9_-]{43}\.ics$/).innerText();
  await expectNoFindings(page, "a calendar address");
  const calendar = await playwright.request.newContext();
  const feed = await calendar.get(address.replace(new URL(address).origin, app.url));
  expect([feed.status(), feed.headers()["content-type"]]).toEqual([200, "text/calendar; charset=utf-8"]);
  expect(await feed.text()).toContain("BEGIN:VCALENDAR");
  await page.reload();
  await expect(page.getByText("/api/calendar/")).toBeHidden();
  await page.getByRole("button", { name: "Revoke address" }).click();
  await expect(page.locator(":focus")).toContainText("The address was revoked.");
  expect((await calendar.get(address.replace(new URL(address).origin, app.url))).status()).toBe(404);
  await calendar.dispose();
});
