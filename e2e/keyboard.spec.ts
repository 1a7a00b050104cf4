import type { Locator, Page } from "@playwright/test";
import { apiTab, credentialsOf } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

/** Presses Tab until the target has the focus. At every stop on the way the focus must be visible. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 60; presses++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
    const ring = await page.evaluate(() => {
      const focused = document.activeElement;
      if (focused === null || focused === document.body) return "nowhere";
      // A card shows the ring of the control inside it.
      const shown = [focused, focused.parentElement].find(
        (element) => element !== null && getComputedStyle(element).outlineStyle !== "none",
      );
      return shown ? "visible" : focused.outerHTML;
    });
    expect(["visible", "nowhere"]).toContain(ring);
  }
  throw new Error(
    `60 presses of Tab did not reach it, but ${await page.evaluate(() => document.activeElement?.outerHTML)}`,
  );
}

test("Tab, Space, Enter and Escape are enough to create a client, copy its secret and delete it", async ({
  page,
  context,
  simulator,
  openAs,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const cluster = simulator.state.addCluster({ name: "Keyboard", clients: [{ name: "first" }] });
  await openAs(page, "owner", apiTab(cluster));
  const opener = page.getByRole("button", { name: "Create new client" });
  await expect(opener).toBeVisible();

  await test.step("the skip link is the first stop", async () => {
    await page.keyboard.press("Tab");
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
    await expect(page.getByRole("link", { name: "Skip to content" })).toBeInViewport();
    await page.keyboard.press("Enter");
    await expect(page.getByRole("main")).toBeFocused();
  });

  const dialog = page.getByRole("dialog", { name: "Create new client" });
  const name = dialog.getByRole("textbox", { name: "Client name" });
  await test.step("Escape closes the dialog and returns the focus", async () => {
    await tabTo(page, opener);
    await page.keyboard.press("Enter");
    await expect(name).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
  });

  await test.step("create", async () => {
    await page.keyboard.press("Space");
    await expect(name).toBeFocused();
    await page.keyboard.type("by-keyboard");
    await page.keyboard.press("Escape");
    const question = page.getByRole("alertdialog", { name: "Discard what you typed?" });
    await expect(question.getByRole("button", { name: "Keep editing" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(question).toBeHidden();
    await expect(name).toBeFocused();
    await expect(name).toHaveValue("by-keyboard");
    await tabTo(page, dialog.getByRole("checkbox", { name: "Operate" }));
    await page.keyboard.press("Space");
    await expect(dialog.getByRole("checkbox", { name: "Operate" })).toBeChecked();
    await tabTo(page, dialog.getByRole("button", { name: "Create" }));
    await page.keyboard.press("Enter");
  });

  const credentials = credentialsOf(page);
  await test.step("the focus stays inside the dialog with the secret, and Escape asks", async () => {
    await expect(credentials).toBeVisible();
    await tabTo(page, credentials.getByRole("button", { name: "Done" }));
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await expect(credentials.locator(":focus")).toHaveCount(1);
    // An open tooltip would take the first Escape.
    await tabTo(page, credentials.getByRole("button", { name: "Done" }));
    await expect(page.locator(":popover-open")).toHaveCount(0);
    await page.keyboard.press("Escape");
    const question = page.getByRole("alertdialog", { name: "Leave without the secret?" });
    await expect(question.getByRole("button", { name: "Stay" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(question).toBeHidden();
    await expect(credentials.locator(":focus")).toHaveCount(1);
  });

  await test.step("copy and leave", async () => {
    await tabTo(page, credentials.getByRole("button", { name: "Copy client secret" }));
    await page.keyboard.press("Enter");
    await expect(credentials.getByText("Copied", { exact: true })).toBeAttached();
    await tabTo(page, credentials.getByRole("button", { name: "Done" }));
    await page.keyboard.press("Enter");
    await expect(credentials).toBeHidden();
    await expect(opener).toBeFocused();
  });

  await test.step("delete", async () => {
    await tabTo(page, page.getByRole("button", { name: "Delete client by-keyboard" }));
    await page.keyboard.press("Enter");
    await expect(page.getByRole("textbox", { name: "Type by-keyboard to confirm" })).toBeFocused();
    await page.keyboard.type("by-keyboard");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("row", { name: "first" })).toBeVisible();
    await expect(page.getByRole("row", { name: "by-keyboard" })).toHaveCount(0);
    await expect(page.locator(":focus-visible")).toContainText("by-keyboard is deleted.");
  });
});
