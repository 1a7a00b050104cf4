import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import { startMailServer, startReceiver } from "../lib/server/notices/testing/receivers";
import { ROOT } from "./fixtures/app";
import { addFailedNotice, setSessionTime } from "./fixtures/database";
import { credentialsOf, startSession, waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const API = join(ROOT, "app/api");

/** All that changes something, as `POST sessions/[sessionId]`. Sign-in and sign-out have a route of their own. */
const WRITES = readdirSync(API, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith("route.ts"))
  .flatMap((file) => {
    const path = file.replace(/\/route\.ts$/, "");
    const methods = readFileSync(join(API, file), "utf8").matchAll(/^ {2}(POST|PUT|PATCH|DELETE): /gm);
    return [...methods].map(([, method]) => `${method} ${path}`);
  });

/** Those that are about clients. The others are about people, the history and Latchkey itself. */
const OF_CLIENTS = WRITES.filter((write) => / (clusters|clients|rotations|findings|views|sync|me)\b/.test(write));
const OTHERS = WRITES.filter((write) => !OF_CLIENTS.includes(write) && write !== "POST auth/[...nextauth]");

/** The routes whose requests a page sends from now on. */
function recordWrites(page: Page): Set<string> {
  const sent = new Set<string>();
  page.on("request", (request) => {
    const path = new URL(request.url()).pathname.replace(/^\/api\//, "");
    const isOf = (write: string) =>
      new RegExp(`^${write.replaceAll(/\[[^\]]+\]/g, "[^/]+")}$`).test(`${request.method()} ${path}`);
    // One with a fixed name comes before one with a parameter.
    const [write] = WRITES.filter(isOf).toSorted((a, b) => a.split("[").length - b.split("[").length);
    if (write !== undefined) sent.add(write);
  });
  return sent;
}

declare global {
  /** What has had the focus without showing it. */
  var ringless: string[];
}

/**
 * From here on, pages note what has the focus and does not show it: a card by the ring of the control inside it, a page by
 * that of its heading, and a date by its parts.
 */
const noteRings = (page: Page) =>
  page.addInitScript(() => {
    globalThis.ringless = [];
    document.addEventListener("focusin", ({ target }) => {
      if (!(target instanceof Element) || target.matches("main, dialog, [type^=date]")) return;
      const isShown = [target, target.parentElement].some(
        (each) => each && getComputedStyle(each).outlineStyle !== "none",
      );
      if (!isShown) globalThis.ringless.push(target.outerHTML);
    });
  });

/** The key that leads to an element, and roughly how often it must be pressed: not at all where it has the focus. */
async function wayTo(target: Locator) {
  return target.evaluate((element) => {
    const focused = document.activeElement;
    if (element === focused) return { key: "Tab", presses: 0 };
    if (focused === null || focused === document.body) return null;
    const { DOCUMENT_POSITION_PRECEDING: BEFORE, DOCUMENT_POSITION_FOLLOWING: AFTER } = Node;
    const isAhead = (element.compareDocumentPosition(focused) & BEFORE) !== 0;
    const [from, to] = isAhead ? [focused, element] : [element, focused];
    const stops = [
      ...document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary"),
    ].filter(
      (each) =>
        each.tabIndex >= 0 &&
        each.checkVisibility() &&
        (from.compareDocumentPosition(each) & AFTER) !== 0 &&
        (to.compareDocumentPosition(each) & BEFORE) !== 0,
    );
    // Of radio buttons and the like only one is a stop.
    return { key: isAhead ? "Tab" : "Shift+Tab", presses: 1 + Math.floor(stops.length / 2) };
  });
}

/** What a person does who has no pointer. The focus is never lost, and is visible at each stop. */
function handsOn(page: Page) {
  const reach = async (target: Locator) => {
    await expect(target).toBeVisible();
    // An action that goes on may take the focus with it.
    await expect.poll(() => wayTo(target), "after what was done, something has the focus").not.toBeNull();
    for (let turns = 0; turns < 50; turns++) {
      const way = await wayTo(target);
      if (way === null) throw new Error(`The focus was lost on the way to ${target}.`);
      for (let press = 0; press < way.presses; press++) await page.keyboard.press(way.key);
      if (way.presses > 0) continue;
      expect(await page.evaluate(() => globalThis.ringless)).toEqual([]);
      return;
    }
    throw new Error(`Tab did not reach ${target}.`);
  };
  const press = async (target: Locator, key = "Enter") => {
    await reach(target);
    await page.keyboard.press(key);
  };
  const type = async (target: Locator, text: string) => {
    await reach(target);
    await page.keyboard.press("ControlOrMeta+A");
    await page.keyboard.type(text);
  };
  /** `g` and a letter. */
  const go = async (letter: string, heading: string) => {
    await page.keyboard.press("g");
    await page.keyboard.press(letter);
    await expect(page.getByRole("heading", { name: heading, level: 1 })).toBeVisible();
  };
  const button = (name: string | RegExp, inside: Page | Locator = page) =>
    inside.getByRole("button", { name, exact: true });
  const link = (name: string | RegExp, inside: Page | Locator = page) =>
    inside.getByRole("link", { name, exact: true });
  const [dialog, question] = [page.getByRole("dialog"), page.getByRole("alertdialog")];
  return { reach, press, type, go, button, link, dialog, question };
}

test("everything about clients can be done by the keyboard alone", async ({ page, context, simulator, launch }) => {
  const app = await launch();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  simulator.state.addCluster({ name: "Keyboard", clients: [{ name: "first" }] });
  const written = recordWrites(page);
  await noteRings(page);
  const { reach, press, type, go, button, link, dialog, question } = handsOn(page);
  const credentials = credentialsOf(page);

  await test.step("sign in, and skip to the content", async () => {
    await page.goto(`${app.url}/`);
    await waitUntilHeard(button("Demo owner"));
    await page.keyboard.press("Tab");
    await press(button("Demo owner"));
    await expect(page.getByRole("heading", { name: "Overview", level: 1 })).toBeVisible();
    await waitUntilHeard(link("Clusters").first());
    await page.keyboard.press("Tab");
    await expect(link("Skip to content")).toBeFocused();
    await expect(link("Skip to content")).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
    await press(button("Dismiss checklist"));
  });

  await test.step("sync, search, sort and open a cluster", async () => {
    await go("c", "Clusters");
    await press(button("Sync now"));
    await expect(page.getByText(/^\d+ clusters synced/)).toBeAttached();
    await press(button("Status"));
    await page.keyboard.press("/");
    await page.keyboard.type("Keyboard");
    await expect(page.getByRole("table", { name: "Clusters" }).getByRole("rowheader")).toHaveCount(1);
    await press(link("Keyboard"));
    await expect(page.getByRole("heading", { name: "Keyboard", level: 1 })).toBeVisible();
  });

  const name = dialog.getByRole("textbox", { name: "Client name" });
  await test.step("create a client with an end, and keep what was typed on Escape", async () => {
    const opener = button("Create new client");
    await reach(opener);
    await page.keyboard.press("c");
    await expect(name).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
    await page.keyboard.press("Space");
    await expect(name).toBeFocused();
    await page.keyboard.type("by-keyboard");
    await page.keyboard.press("Escape");
    await expect(button("Keep editing", question)).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(name).toBeFocused();
    await expect(name).toHaveValue("by-keyboard");
    await press(dialog.getByRole("checkbox", { name: "Operate" }), "Space");
    await expect(dialog.getByRole("checkbox", { name: "Operate" })).toBeChecked();
    await press(button("Set an end date", dialog));
    await type(dialog.getByRole("combobox", { name: "End (optional)" }), "In 7");
    await press(button("Create", dialog));
  });

  await test.step("copy, download and test its secret; the dialog keeps the focus, and Escape asks", async () => {
    await expect(credentials).toBeVisible();
    await reach(button("Done", credentials));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await expect(credentials.locator(":focus")).toHaveCount(1);
    // An open tooltip would take the first Escape.
    await reach(button("Done", credentials));
    await expect(page.locator(":popover-open")).toHaveCount(0);
    await page.keyboard.press("Escape");
    await expect(button("Stay", question)).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(question).toBeHidden();
    await press(button("Reveal client secret", credentials));
    await press(button("Copy client secret", credentials));
    await expect(credentials.getByText("Copied", { exact: true }).first()).toBeAttached();
    await reach(credentials.getByRole("tab", { name: "Env Vars" }));
    await page.keyboard.press("ArrowDown");
    const downloading = page.waitForEvent("download");
    await press(button("Download", credentials));
    await downloading;
    await press(button("Test connection", credentials));
    await expect(credentials.getByRole("list", { name: "Result of the test" })).toBeVisible();
    await press(button("Done", credentials));
    await expect(button("Create new client")).toBeFocused();
    await press(button("Connection details of by-keyboard"));
    await press(button("Close", dialog).last());
  });

  await test.step("rotate it, tick a step, change the overlap and give up", async () => {
    await press(button("Rotate client by-keyboard"));
    await press(button("Create new client", dialog));
    await press(button("Copy client secret", credentials));
    await press(button("Done", credentials));
    const rolledOut = page.getByRole("checkbox", { name: "Roll it out" });
    await press(rolledOut, "Space");
    await expect(rolledOut).toBeChecked();
    await press(button("Change the overlap"));
    await type(dialog.getByRole("combobox", { name: "Overlap" }), "30");
    await press(button("Save", dialog));
    await expect(page.getByText("The overlap was changed.").last()).toBeVisible();
    await press(button("Stop rotation"));
    await press(button("Stop rotation", question));
    await expect(page.getByText(/both exist\. The rotation deletes neither/)).toBeVisible();
  });

  await test.step("replace a leaked client, whose new one Camunda refuses at first", async () => {
    await press(link("Keyboard").first());
    simulator.addFault({ method: "POST", path: "/clusters/:uuid/clients", do: "answer", status: 403, times: 1 });
    await press(button("Report leak of first"));
    await expect(page.getByRole("textbox", { name: "Type first to confirm" })).toBeFocused();
    await page.keyboard.type("first");
    await page.keyboard.press("Enter");
    await press(button("Create it"));
    await press(button("Create", dialog));
    await press(button("Copy client secret", credentials));
    await press(button("Done", credentials));
    await expect(page.getByText("Not rolled out yet: first-2 has replaced first")).toBeVisible();
  });

  await test.step("delete a client", async () => {
    await press(link("Keyboard").first());
    await press(button("Delete client by-keyboard-2"));
    await expect(page.getByRole("textbox", { name: "Type by-keyboard-2 to confirm" })).toBeFocused();
    await page.keyboard.type("by-keyboard-2");
    await page.keyboard.press("Enter");
    await expect(page.locator(":focus-visible")).toContainText("by-keyboard-2 was deleted.");
    await press(link("Activity"));
    await expect(page.getByRole("table", { name: "Audit events" })).toBeVisible();
  });

  await test.step("filter, edit and export clients, and save and delete a view", async () => {
    await go("l", "Clients");
    await expect(page.getByRole("searchbox", { name: "Search clients" })).toBeVisible();
    await page.keyboard.press("/");
    await page.keyboard.type("by-keyboard");
    await expect(page).toHaveURL(/search=by-keyboard$/);
    await press(button("Scope"));
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await press(button("Columns"));
    await press(dialog.getByRole("checkbox").first(), "Space");
    await page.keyboard.press("Escape");
    await press(button("Views"));
    await type(dialog.getByRole("textbox", { name: "Name of this view" }), "Mine");
    await page.keyboard.press("Enter");
    await press(button("Delete view Mine", dialog));
    await expect(dialog.getByText("You have no saved views yet.")).toBeVisible();
    await press(button("Close", dialog).last());
    await press(button("Clear all"));
    await press(button("Select"));
    await press(page.getByRole("checkbox", { name: "Select by-keyboard", exact: true }), "Space");
    await press(button("Edit selected"));
    await type(dialog.getByRole("textbox", { name: "Purpose" }), "Walked");
    await press(button("Save", dialog));
    await press(button("Undo"));
    await press(button("Export"));
    const downloading = page.waitForEvent("download");
    await press(button("Export", dialog));
    await downloading;
    await press(button("Done", dialog));
    await press(link("by-keyboard"));
    await expect(page.getByRole("dialog", { name: "by-keyboard" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(link("by-keyboard")).toBeFocused();
  });

  await test.step("dismiss a finding, and take that back", async () => {
    await go("f", "Findings");
    await press(link(/^No owner/, page.getByRole("navigation", { name: "Rules" })));
    // The rule before it has findings too.
    await press(button(/^Dismiss /, page.getByRole("region", { name: "No owner" })).first());
    await type(question.getByRole("textbox", { name: "Why can this wait?" }), "Walked");
    await press(button("Dismiss", question));
    await press(button("Undo"));
    await expect(page.locator(":focus")).toContainText("1 finding reopened.");
  });

  await test.step("put off an end, and create and revoke a calendar address", async () => {
    await go("m", "For me");
    await press(button("1 day"));
    await press(button("Undo"));
    await expect(page.locator(":focus")).toContainText("Undone.");
    await press(button("Create a calendar address"));
    await press(button("Revoke address"));
    await expect(page.locator(":focus")).toContainText("The address was revoked.");
  });

  expect([...written].toSorted()).toEqual(OF_CLIENTS.toSorted());
});

test("everything about people and Latchkey itself can be done by the keyboard alone", async ({
  page,
  context,
  browser,
  launch,
  openAs,
}) => {
  await using receiver = await startReceiver((_, response) => response.writeHead(200).end("ok"));
  await using mail = await startMailServer();
  const app = await launch({
    ...{ LATCHKEY_SMTP_URL: mail.url, LATCHKEY_MAIL_FROM: "latchkey@example.test" },
    ...{ LATCHKEY_SLACK_WEBHOOK: receiver.url, LATCHKEY_NOTICE_HOSTS: "127.0.0.1" },
  });
  const written = recordWrites(page);
  await noteRings(page);
  const { press, type, go, button, link, dialog, question } = handsOn(page);
  await openAs(page, "owner", `${app.url}/audit`);
  await waitUntilHeard(button("Filter"));
  await page.keyboard.press("Tab");

  await test.step("filter, verify and export the history", async () => {
    await press(button("Filter"));
    await type(dialog.getByRole("combobox", { name: "Action" }), "Delete client");
    await press(button("Show events", dialog));
    await press(button("Remove filter Action"));
    await press(button("Verify audit log"));
    await expect(page.getByText("The audit log is complete and unchanged").last()).toBeVisible();
    await press(button("Export"));
    const downloading = page.waitForEvent("download");
    await press(button("Export", dialog));
    await downloading;
    await press(button("Done", dialog));
  });

  await test.step("invite a member, change their access and withdraw", async () => {
    await go("s", "Members");
    const invited = page.getByRole("row").filter({ hasText: "key@example.test" });
    await press(button("Add member"));
    await type(dialog.getByRole("textbox", { name: "E-mail address" }), "key@example.test");
    await press(button("Add", dialog));
    await press(button("Change access", invited));
    await type(dialog.getByRole("combobox", { name: "Role" }), "Admin");
    await press(button("Save", dialog));
    await expect(invited).toContainText("Admin");
    await press(button("Withdraw", invited));
    await press(button("Withdraw", question));
    await expect(page.locator(":focus")).toContainText("key@example.test");
  });

  await test.step("end one session, and all others", async () => {
    const others = await Promise.all([1, 2, 3].map(async () => (await browser.newContext()).newPage()));
    for (const other of others) await startSession(other, "owner", app.url);
    await press(link("Sessions"));
    await press(button(/^End .+ on /).first());
    await press(button("End session", question));
    await press(button("End all others"));
    await press(button("End all others", question));
    await expect(page.locator(":focus")).toContainText("All other sessions have ended.");
    for (const other of others) await other.context().close();
  });

  await test.step("decide about notices, and send a test and what failed", async () => {
    await addFailedNotice(app);
    await press(link("Notices"));
    await press(page.getByRole("checkbox", { name: "A client is due for review" }), "Space");
    await press(button("Save my notices"));
    await expect(page.getByText("Your notices are saved.").last()).toBeVisible();
    await type(page.getByRole("combobox", { name: "Hour of the daily digest" }), "17");
    await press(button("Save the rules"));
    await expect(page.getByText("The rules are saved.").last()).toBeVisible();
    await press(button("Send a test by Slack"));
    await expect(page.getByText("Accepted. Response:")).toBeVisible();
    await press(button("Send all again"));
    await expect(page.getByText("Latchkey sends them again within a minute.").last()).toBeVisible();
  });

  await test.step("check the setup, and record a backup", async () => {
    await press(link("Setup check"));
    await press(button("Check now"));
    await expect(page.getByText(/^\d+ of \d+ parts checked/)).toBeHidden();
    await press(button("Record a backup"));
    await expect(page.getByText("Backup recorded. The audit log has your name and the time.").last()).toBeVisible();
  });

  await test.step("stay signed in", async () => {
    const idle = await context.newPage();
    const sent = recordWrites(idle);
    await noteRings(idle);
    await idle.clock.install();
    await idle.goto(`${app.url}/me`);
    // A request that is still on its way would put off the end.
    await idle.waitForLoadState("networkidle");
    await setSessionTime(app, "lastSeenAt", 29.5);
    await idle.clock.fastForward("29:30");
    const stay = button("Stay signed in", idle);
    await expect(stay).toBeVisible();
    await idle.clock.resume();
    await idle.keyboard.press("Tab");
    await handsOn(idle).press(stay);
    await expect(stay).toBeHidden();
    for (const write of sent) written.add(write);
    await idle.close();
  });

  await test.step("choose how it looks, and sign out", async () => {
    const openMenu = async () => {
      await press(button(/account menu$/));
      await expect(page.locator(":focus")).toHaveRole("menuitemradio");
    };
    const look = async (choice: string) => {
      await openMenu();
      const item = page.getByRole("menuitemradio", { name: choice });
      for (let presses = 0; presses < 9 && !(await item.evaluate((each) => each.matches(":focus"))); presses++)
        await page.keyboard.press("ArrowDown");
      await page.keyboard.press("Enter");
    };
    await look("Compact");
    await expect(page.locator("html")).toHaveAttribute("data-density", "compact");
    const second = await page.context().newPage();
    await second.goto(`${app.url}/me`);
    await page.bringToFront();
    await look("Dark");
    await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
    await expect(second.locator("html")).toHaveAttribute("data-theme", "dark");
    await second.close();
    await page.keyboard.press("ControlOrMeta+k");
    await expect(dialog.getByRole("combobox")).toBeFocused();
    await page.keyboard.type("Audi");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Audit", level: 1 })).toBeVisible();
    await openMenu();
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("heading", { name: "Sign in to Latchkey" })).toBeVisible();
  });

  expect([...written].toSorted()).toEqual(OTHERS.toSorted());
});
