import type { Locator, Page } from "@playwright/test";
import { apiTab, createClient, credentialsOf, newSecret } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const question = (page: Page): Locator => page.getByRole("alertdialog", { name: "Leave without the secret?" });

/** Every way out of the dialog. */
const WAYS: Record<string, (page: Page, credentials: Locator) => Promise<unknown>> = {
  "the cross": (_, credentials) => credentials.getByRole("button", { name: "Close" }).click(),
  Escape: (page) => page.keyboard.press("Escape"),
  "a press outside": (page) => page.mouse.click(5, 5),
  Done: (_, credentials) => credentials.getByRole("button", { name: "Done" }).click(),
  Back: (page) => page.evaluate(() => history.back()),
};

test.describe("the dialog with the secret", () => {
  let secret = "";
  test.beforeEach(async ({ page, simulator, openAs }) => {
    secret = newSecret();
    simulator.fixNextClient({ clientSecret: secret });
    const cluster = simulator.state.addCluster({ name: "Once" });
    await openAs(page, "owner", apiTab(cluster));
    await createClient(page, "once");
  });

  for (const [name, leave] of Object.entries(WAYS)) {
    test(`${name} asks before the secret was taken, and closes after`, async ({ page, context }) => {
      await context.grantPermissions(["clipboard-read", "clipboard-write"]);
      const credentials = credentialsOf(page);
      await leave(page, credentials);
      await expect(question(page)).toContainText("You won't see this secret again.");
      await question(page).getByRole("button", { name: "Stay" }).click();
      await expect(question(page)).toBeHidden();
      await expect(credentials.getByText("The secret is shown only once")).toBeVisible();

      await credentials.getByRole("button", { name: "Copy client secret" }).click();
      await expect(credentials.getByText("Copied")).toBeAttached();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
      await leave(page, credentials);
      await expect(credentials).toBeHidden();
      await expect(question(page)).toBeHidden();
      await expect(page.getByRole("table", { name: "Clients" })).toContainText("once");
    });
  }

  test("Escape belongs to the question from the moment it has the focus", async ({ page }) => {
    await page.evaluate(() => {
      const press = ({ target }: FocusEvent) => {
        target?.dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true, cancelable: true }));
        document.documentElement.dataset["pressed"] = "";
      };
      document.addEventListener("focusin", press, { once: true });
    });
    await page.keyboard.press("Escape");
    await expect(page.locator("html[data-pressed]")).toBeAttached();
    await expect(question(page)).toBeHidden();
    await expect(credentialsOf(page).locator(":focus")).toHaveCount(1);
  });

  test("leaving without the secret is possible, after the one question", async ({ page }) => {
    await page.keyboard.press("Escape");
    await question(page).getByRole("button", { name: "Leave without it" }).click();
    await expect(credentialsOf(page)).toBeHidden();
    await expect(page.getByRole("table", { name: "Clients" })).toContainText("once");
  });

  test("reload asks by the browser's own question until the secret was taken", async ({ page }) => {
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      return dialog.dismiss();
    });
    await page.evaluate(() => setTimeout(() => location.reload()));
    await expect.poll(() => asked).toEqual(["beforeunload"]);
    const downloading = page.waitForEvent("download");
    await credentialsOf(page).getByRole("button", { name: "Download" }).click();
    await downloading;
    await page.reload();
    expect(asked).toEqual(["beforeunload"]);
  });

  test("a page that is hidden for good has wiped the secret", async ({ page }) => {
    await credentialsOf(page).getByRole("button", { name: "Reveal client secret" }).click();
    await expect(page.getByText(secret, { exact: true })).toBeVisible();
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
    await expect(page.getByText("The secret is gone from this screen")).toBeVisible();
    expect(await page.content()).not.toContain(secret);
  });

  test("a refused copy is called so, takes nothing, and selects the text", async ({ page }) => {
    await page.evaluate(() => {
      navigator.clipboard.writeText = () => Promise.reject(new DOMException("No.", "NotAllowedError"));
    });
    const credentials = credentialsOf(page);
    const selected = () => page.evaluate(() => getSelection()?.toString());
    await credentials.getByRole("button", { name: "Copy client secret" }).click();
    await expect(credentials.getByText(/^Your browser did not allow copying/).first()).toBeVisible();
    expect(await selected()).toBe(secret);
    await credentials.getByRole("tabpanel").getByRole("button", { name: "Copy", exact: true }).click();
    expect(await selected()).toContain(`export ZEEBE_CLIENT_SECRET='${secret}'\n`);
    await expect(credentials.getByText("Copied")).toHaveCount(0);
    await page.keyboard.press("Escape");
    await expect(question(page)).toBeVisible();
  });

  test("without any clipboard, as on plain http, the copy tells the truth too", async ({ page }) => {
    await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
    await credentialsOf(page).getByRole("button", { name: "Copy client secret" }).click();
    await expect(
      credentialsOf(page)
        .getByText(/^Your browser did not allow copying/)
        .first(),
    ).toBeVisible();
    expect(await page.evaluate(() => getSelection()?.toString())).toBe(secret);
  });
});

test("after ten minutes the secret is wiped from a screen that nobody left", async ({ page, simulator, openAs }) => {
  const secret = newSecret();
  simulator.fixNextClient({ clientSecret: secret });
  const cluster = simulator.state.addCluster({ name: "Left open" });
  await page.clock.install();
  await openAs(page, "owner", apiTab(cluster));
  const credentials = await createClient(page, "left-open");
  await credentials.getByRole("button", { name: "Reveal client secret" }).click();
  await page.clock.fastForward("09:00");
  await expect(page.getByText(secret, { exact: true })).toBeVisible();
  await page.clock.fastForward("01:01");
  await expect(credentials.getByText("It was wiped after ten minutes.")).toBeVisible();
  expect(await page.content()).not.toContain(secret);
  await credentials.getByRole("button", { name: "Done" }).click();
  await expect(credentials).toBeHidden();
});
