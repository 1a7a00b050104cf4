import type { Locator, Page } from "@playwright/test";
import { apiTab, createClient, credentialsOf, newSecret } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

const questionOf = (page: Page) => page.getByRole("alertdialog", { name: "Leave without the secret?" });

/** Every way out that the page can see. */
const WAYS_OUT: Record<string, (page: Page, credentials: Locator) => Promise<unknown>> = {
  "the cross": (_, credentials) => credentials.getByRole("button", { name: "Close" }).click(),
  Escape: (page) => page.keyboard.press("Escape"),
  "a click on the backdrop": (page) => page.mouse.click(5, 5),
  Done: (_, credentials) => credentials.getByRole("button", { name: "Done" }).click(),
  Back: (page) => page.evaluate(() => history.back()),
};

test("every way out asks until the secret is copied, and then closes the dialog", async ({
  page,
  context,
  simulator,
  openAs,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const cluster = simulator.state.addCluster({ name: "Ways out" });
  await openAs(page, "owner", apiTab(cluster));
  const question = questionOf(page);
  for (const [index, [way, leave]] of Object.entries(WAYS_OUT).entries()) {
    await test.step(way, async () => {
      const secret = newSecret();
      simulator.fixNextClient({ clientSecret: secret });
      const credentials = await createClient(page, `client-${index}`);
      await leave(page, credentials);
      await expect(question).toContainText("You won't see this secret again.");
      await question.getByRole("button", { name: "Stay" }).click();
      await expect(question).toBeHidden();
      await expect(credentials.getByText("The client secret will not be shown again.")).toBeVisible();

      await credentials.getByRole("button", { name: "Copy client secret" }).click();
      await expect(credentials.getByText("Copied", { exact: true })).toBeAttached();
      expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
      await leave(page, credentials);
      await expect(credentials).toBeHidden();
      await expect(question).toBeHidden();
      await expect(page.getByRole("table", { name: "Clients" })).toContainText(`client-${index}`);
      await expect(page).toHaveURL(apiTab(cluster));
    });
  }
});

test.describe("before the secret is copied", () => {
  let secret = "";
  test.beforeEach(async ({ page, simulator, openAs }) => {
    secret = newSecret();
    simulator.fixNextClient({ clientSecret: secret });
    const cluster = simulator.state.addCluster({ name: "Once" });
    await openAs(page, "owner", apiTab(cluster));
    await createClient(page, "once");
  });

  test("the second of two Escapes answers the question with Stay, and leaving takes a click", async ({ page }) => {
    const credentials = credentialsOf(page);
    for (let round = 0; round < 3; round++) {
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      await expect(questionOf(page)).toBeHidden();
      await expect(credentials.getByText("The client secret will not be shown again.")).toBeVisible();
      await expect(credentials.locator(":focus")).toHaveCount(1);
    }
    await page.keyboard.press("Escape");
    await questionOf(page).getByRole("button", { name: "Leave without it" }).click();
    await expect(credentials).toBeHidden();
    await expect(page.getByRole("table", { name: "Clients" })).toContainText("once");
  });

  test("Back asks again while the question is open", async ({ page }) => {
    for (let times = 0; times < 2; times++) {
      await page.evaluate(() => history.back());
      await expect(questionOf(page)).toBeVisible();
    }
    await questionOf(page).getByRole("button", { name: "Stay" }).click();
    await expect(credentialsOf(page).getByText("The client secret will not be shown again.")).toBeVisible();
  });

  test("a reload asks with the browser's own question until a file is downloaded", async ({ page }) => {
    const asked: string[] = [];
    page.on("dialog", (dialog) => {
      asked.push(dialog.type());
      return dialog.dismiss();
    });
    await page.evaluate(() => setTimeout(() => location.reload()));
    await expect.poll(() => asked).toEqual(["beforeunload"]);
    await expect(credentialsOf(page).getByText("The client secret will not be shown again.")).toBeVisible();
    const downloading = page.waitForEvent("download");
    await credentialsOf(page).getByRole("button", { name: "Download" }).click();
    await downloading;
    await page.reload();
    expect(asked).toEqual(["beforeunload"]);
  });

  test("pagehide wipes the secret", async ({ page }) => {
    await credentialsOf(page).getByRole("button", { name: "Reveal client secret" }).click();
    await expect(page.getByText(secret, { exact: true })).toBeVisible();
    await page.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true })));
    await expect(page.getByText("The secret is gone from this screen")).toBeVisible();
    expect(await page.content()).not.toContain(secret);
  });

  test("a copy that fails says so, selects the text, and does not count as copied", async ({ page }) => {
    const credentials = credentialsOf(page);
    const panel = credentials.getByRole("tabpanel");
    const failureIn = (part: Locator) => part.getByText(/^Your browser did not allow copying/).first();
    const selected = () => page.evaluate(() => getSelection()?.toString());
    await test.step("the browser refuses", async () => {
      await page.evaluate(() => {
        navigator.clipboard.writeText = () => Promise.reject(new DOMException("No.", "NotAllowedError"));
      });
      await credentials.getByRole("button", { name: "Copy client secret" }).click();
      await expect(failureIn(credentials)).toBeVisible();
      expect(await selected()).toBe(secret);
    });
    await test.step("there is no clipboard, as on plain http", async () => {
      await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
      await panel.getByRole("button", { name: "Copy", exact: true }).click();
      await expect(failureIn(panel)).toBeVisible();
      expect(await selected()).toContain(`export ZEEBE_CLIENT_SECRET='${secret}'\n`);
    });
    await expect(credentials.getByText("Copied")).toHaveCount(0);
    await page.keyboard.press("Escape");
    await questionOf(page).getByRole("button", { name: "Stay" }).click();
    await test.step("what is then copied by the keyboard counts", async () => {
      await credentials.getByRole("button", { name: "Copy client ID" }).click();
      await page.keyboard.press("ControlOrMeta+c");
      await expect(credentials.getByText("Copied")).toHaveCount(0);
      await credentials.getByRole("button", { name: "Copy client secret" }).click();
      await page.keyboard.press("ControlOrMeta+c");
      await expect(credentials.getByText("Copied", { exact: true })).toBeAttached();
      await page.keyboard.press("Escape");
      await expect(credentials).toBeHidden();
      await expect(questionOf(page)).toBeHidden();
    });
  });
});

test("ten minutes after it was created, the secret is wiped from the screen", async ({ page, simulator, openAs }) => {
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
