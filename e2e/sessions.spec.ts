import type { Locator, Page } from "@playwright/test";
import type { App } from "./fixtures/app";
import { expectNoFindings } from "./fixtures/axe";
import { endProviderSession, signInAt } from "./fixtures/company";
import { setSessionTime } from "./fixtures/database";
import { PEOPLE } from "./fixtures/identity-provider";
import { apiTab, createClient, newSecret, openCreate, waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test.describe.configure({ mode: "default" });
const FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
const SAFARI =
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15";

const rowsOf = (page: Page) =>
  page
    .getByRole("table", { name: "Sessions" })
    .getByRole("row")
    .filter({ hasText: /\w on \w/ });
const signInHeading = (page: Page) => page.getByRole("heading", { name: "Sign in to Latchkey" });
const noticeIn = (page: Page | Locator) => page.getByRole("region", { name: "Your session" });

/** Presses "Sign in again", signs in at the provider, which asks for the person, and waits for the way back. */
async function signInAgain(page: Page, company: App, person: keyof typeof PEOPLE = "olivia"): Promise<URL> {
  const opening = page.waitForEvent("popup");
  await noticeIn(page).getByRole("button", { name: "Sign in again" }).click();
  const tab = await opening;
  const asking = await tab.waitForRequest((request) => new URL(request.url()).pathname === "/auth");
  const done = tab.waitForRequest(`${company.url}/sign-in/done`);
  await tab.getByRole("link", { name: PEOPLE[person].name }).click();
  await done;
  return new URL(asking.url());
}

test.beforeEach(async ({ company }) => {
  // Ends what earlier tests left.
  await setSessionTime(company, "expiresAt", 1);
});

test("a person sees where they are signed in, and ends one session or all others", async ({
  page,
  browser,
  company,
}) => {
  const [firefox, safari] = await Promise.all(
    [FIREFOX, SAFARI].map(async (userAgent) => (await browser.newContext({ userAgent })).newPage()),
  );
  if (!firefox || !safari) throw new Error("There are two other browsers.");
  for (const other of [firefox, safari]) {
    await signInAt(other, company, "noah");
    await expect(other.getByRole("heading", { name: "No access yet" })).toBeVisible();
    await other.context().clearCookies();
    await signInAt(other, company, "olivia");
    await expect(other.getByRole("heading", { name: "Clusters", level: 1 })).toBeVisible();
  }
  await signInAt(page, company, "olivia", "/settings/sessions");
  await expect(page.getByRole("heading", { name: "Sessions", level: 1 })).toBeVisible();
  await expect(rowsOf(page)).toHaveCount(3);
  await expect(rowsOf(page).filter({ hasText: "This browser" })).toHaveCount(1);
  await expect(rowsOf(page).filter({ hasText: "This browser" }).getByRole("button")).toHaveCount(0);
  await expect(rowsOf(page).filter({ hasText: "Firefox on Windows" })).toContainText("127.0.0.1");

  const end = page.getByRole("button", { name: "End Firefox on Windows" });
  await waitUntilHeard(end);
  await end.click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End session" }).click();
  await expect(rowsOf(page)).toHaveCount(2);
  await firefox.reload();
  await expect(signInHeading(firefox)).toBeVisible();
  await safari.reload();
  await expect(safari.getByRole("heading", { name: "Clusters", level: 1 })).toBeVisible();

  await page.getByRole("button", { name: "End all others" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End all others" }).click();
  await expect(rowsOf(page)).toHaveCount(1);
  await expect(page.getByRole("button", { name: "End all others" })).toHaveCount(0);
  await safari.reload();
  await expect(signInHeading(safari)).toBeVisible();

  await page.goto(`${company.url}/audit?action=session.end`);
  const events = page.getByRole("table", { name: "Audit events" });
  await expect(events).toContainText("Person: Olivia Owner · Device: Firefox on Windows · Sessions: 1");
  await expect(events).toContainText("Before: signed in · After: ended");
  for (const other of [firefox, safari]) await other.context().close();
});

test("an owner sees everybody's sessions, and one member's", async ({ page, browser, company }) => {
  const context = await browser.newContext({ userAgent: FIREFOX });
  const noah = await context.newPage();
  await signInAt(noah, company, "noah");
  await expect(noah.getByRole("heading", { name: "No access yet" })).toBeVisible();
  await signInAt(page, company, "olivia", "/settings/sessions");
  await expect(rowsOf(page)).toHaveCount(1);
  const show = page.getByRole("combobox", { name: "Show" });
  await waitUntilHeard(show);
  await show.selectOption("Everybody's sessions");
  await expect(rowsOf(page)).toHaveCount(2);
  await expectNoFindings(page, "everybody's sessions");
  await page.getByRole("link", { name: "Noah Nobody" }).click();
  await expect(show).toHaveText(/Sessions of Noah Nobody/);
  await expect(rowsOf(page)).toHaveCount(1);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoFindings(page, "sessions of one member at 390 px");
  await page.getByRole("button", { name: "End all sessions" }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "End all sessions" }).click();
  await expect(page.getByText("Noah Nobody is not signed in anywhere.")).toBeVisible();
  await noah.reload();
  await expect(signInHeading(noah)).toBeVisible();
  await context.close();
});

test("after sign-out no tab of the browser shows anything, nor does Back", async ({ page, company, simulator }) => {
  const cluster = simulator.state.addCluster({ name: "Shared" });
  await signInAt(page, company, "olivia", apiTab(cluster));
  const other = await page.context().newPage();
  await other.goto(`${company.url}/clusters`);
  await other.goto(company.url + apiTab(cluster));
  const dialog = await openCreate(other);
  await dialog.getByRole("textbox", { name: "Client name" }).fill("half-typed");
  await page.goto(`${company.url}/audit`);
  await page.getByRole("button", { name: /account menu/ }).click();
  const answer = page.waitForResponse("**/api/auth/signout");
  const start = Date.now();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  expect(await (await answer).headerValue("clear-site-data")).toBe('"cache"');
  await expect(signInHeading(other)).toBeVisible();
  expect(Date.now() - start).toBeLessThan(5_000);
  await endProviderSession(page);
  await expect(signInHeading(page)).toBeVisible();
  // Back leads to the provider's page, and further back to ours.
  await page.goBack();
  for (const each of [page, other]) {
    await expect(each.getByText("Olivia")).toHaveCount(0);
    await each.goBack();
    await expect(signInHeading(each)).toBeVisible();
    await expect(each.getByText("Shared")).toHaveCount(0);
  }
});

test("a tab of one person shows nothing any more when another signs in", async ({ page, company, simulator }) => {
  const cluster = simulator.state.addCluster({ name: "Of Olivia" });
  await signInAt(page, company, "olivia", apiTab(cluster));
  await expect(page.getByRole("heading", { name: "Of Olivia", level: 1 })).toBeVisible();
  await setSessionTime(company, "authenticatedAt", 61);
  const other = await page.context().newPage();
  await other.goto(`${company.url}/sign-in?again=1`);
  await other.getByRole("link", { name: PEOPLE.noah.name }).click();
  await expect(page.getByRole("heading", { name: "No access yet" })).toBeVisible();
  await expect(page.getByText("Of Olivia")).toHaveCount(0);
});

test("a minute before the idle end an open dialog says so, and the person goes on", async ({
  page,
  company,
  simulator,
}) => {
  const cluster = simulator.state.addCluster({ name: "Idle" });
  await page.clock.install();
  await signInAt(page, company, "olivia", apiTab(cluster));
  const dialog = await openCreate(page);
  const name = dialog.getByRole("textbox", { name: "Client name" });
  // The last request: it puts off the end.
  const checked = page.waitForResponse(/name=still-here/);
  await name.fill("still-here");
  await checked;
  await page.clock.fastForward("28:00");
  await expect(noticeIn(page)).toHaveCount(0);
  await setSessionTime(company, "lastSeenAt", 29.5);
  await page.clock.fastForward("01:30");
  const notice = noticeIn(dialog);
  await expect(notice).toContainText("You will be signed out in less than a minute");
  await expect(name).toBeFocused();
  await page.clock.resume();
  await expectNoFindings(page, "notice in a dialog");
  await notice.getByRole("button", { name: "Stay signed in" }).click();
  await expect(notice).toHaveCount(0);
  await expect(name).toBeFocused();
  await expect(name).toHaveValue("still-here");
});

test("asking for the end of a session does not put it off, and without a dialog nothing is left on the screen", async ({
  page,
  company,
  simulator,
}) => {
  const cluster = simulator.state.addCluster({ name: "Left alone" });
  await page.clock.install();
  await signInAt(page, company, "olivia", apiTab(cluster));
  // A request that is still on its way would put off the end.
  await page.waitForLoadState("networkidle");
  await setSessionTime(company, "lastSeenAt", 29.5);
  await page.clock.fastForward("29:30");
  await expect(noticeIn(page)).toBeVisible();
  await expectNoFindings(page, "notice on a page");
  await setSessionTime(company, "lastSeenAt", 30.1);
  await page.clock.fastForward("00:31");
  await expect(signInHeading(page)).toBeVisible();
  expect(new URL(page.url()).searchParams.get("callbackUrl")).toBe(apiTab(cluster));
});

test("a shown secret survives signing in again before the last end", async ({ page, company, simulator }) => {
  const cluster = simulator.state.addCluster({ name: "Long day" });
  const secret = newSecret();
  simulator.fixNextClient({ clientSecret: secret });
  await signInAt(page, company, "olivia", apiTab(cluster));
  const credentials = await createClient(page, "all-day");
  await credentials.getByRole("button", { name: "Reveal client secret" }).click();
  await expect(credentials.getByText(secret).first()).toBeVisible();
  await setSessionTime(company, "expiresAt", -0.5);
  // What another tab causes: this one asks the server.
  const other = await page.context().newPage();
  await other.goto(`${company.url}/audit`);
  await expect(noticeIn(credentials)).toContainText("Your session ends in less than a minute");
  await signInAgain(page, company);
  await expect(noticeIn(page)).toHaveCount(0);
  await expect(credentials.getByText(secret).first()).toBeVisible();
});

test("what was typed survives the end of the session", async ({ page, company, simulator }) => {
  const cluster = simulator.state.addCluster({ name: "Interrupted" });
  await signInAt(page, company, "olivia", apiTab(cluster));
  const dialog = await openCreate(page);
  await setSessionTime(company, "expiresAt", 1);
  await dialog.getByRole("textbox", { name: "Client name" }).fill("kept");
  await dialog.getByRole("textbox", { name: "Purpose" }).fill("Ships orders");
  await expect(noticeIn(dialog)).toContainText("You are signed out");
  await signInAgain(page, company);
  await expect(noticeIn(page)).toHaveCount(0);
  await expect(dialog.getByRole("textbox", { name: "Purpose" })).toHaveValue("Ships orders");
  await dialog.getByRole("button", { name: "Create" }).click();
  await expect(page.getByRole("dialog", { name: "Client credentials" })).toBeVisible();
  expect(cluster.clients.map(({ name }) => name)).toEqual(["kept"]);
});

test("closing the dialog of an ended session leads to the sign-in", async ({ page, company, simulator }) => {
  const cluster = simulator.state.addCluster({ name: "Given up" });
  await signInAt(page, company, "olivia", apiTab(cluster));
  const dialog = await openCreate(page);
  await setSessionTime(company, "expiresAt", 1);
  await dialog.getByRole("textbox", { name: "Client name" }).fill("given-up");
  await expect(noticeIn(dialog)).toBeVisible();
  await page.keyboard.press("Escape");
  await page.getByRole("alertdialog").getByRole("button", { name: "Discard" }).click();
  await expect(signInHeading(page)).toBeVisible();
});

test("deleting a client asks for a recent sign-in, and goes on where the person was", async ({
  page,
  company,
  simulator,
}) => {
  const cluster = simulator.state.addCluster({ name: "Guarded", clients: [{ name: "old" }] });
  await signInAt(page, company, "olivia", apiTab(cluster));
  await setSessionTime(company, "authenticatedAt", 61);
  const remove = page.getByRole("button", { name: "Delete client old" });
  await waitUntilHeard(remove);
  await remove.click();
  const dialog = page.getByRole("alertdialog", { name: "Delete old?" });
  await dialog.getByRole("textbox").fill("old");
  await dialog.getByRole("button", { name: "Delete client" }).click();
  await expect(noticeIn(dialog)).toContainText("This needs a recent sign-in");
  expect(cluster.clients).toHaveLength(1);
  await expectNoFindings(page, "a fresh sign-in is asked for");
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoFindings(page, "a fresh sign-in is asked for at 390 px");
  // The provider still has a session of its own, and asks all the same.
  const { searchParams } = await signInAgain(page, company);
  expect([searchParams.get("max_age"), searchParams.get("prompt")]).toEqual(["0", "login"]);
  await expect(noticeIn(page)).toHaveCount(0);
  await expect(dialog.getByRole("textbox")).toHaveValue("old");
  await dialog.getByRole("button", { name: "Delete client" }).click();
  await expect(dialog).toHaveCount(0);
  expect(cluster.clients).toEqual([]);
});
