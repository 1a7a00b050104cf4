import { apiTab, createClient, credentialsOf, openCreate, waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

// With animations, as most people have them.
test.use({ contextOptions: { reducedMotion: "no-preference" } });

test("a browser that closes a dialog on its own can't skip the question", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Asks" });
  await openAs(page, "owner", apiTab(cluster));
  const credentials = await createClient(page, "asks");
  const question = page.getByRole("alertdialog", { name: "Leave without the secret?" });
  // The page does not see the key, as with Back on Android.
  await page.evaluate(() => addEventListener("keydown", (event) => event.stopPropagation(), { capture: true }));
  // Chrome asks the page once, and then closes without asking. Nothing else may touch the page in between.
  for (let times = 0; times < 5; times++) await page.keyboard.press("Escape");
  await question.getByRole("button", { name: "Stay" }).click();
  await expect(question).toBeHidden();
  await expect(credentials).toBeVisible();
});

test("a selection that is dragged out of a dialog does not close it, and a press outside does", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Dragged" });
  await openAs(page, "owner", apiTab(cluster));
  const dialog = await openCreate(page);
  await dialog.getByRole("heading", { name: "What this client can do" }).hover();
  await page.mouse.down();
  await page.mouse.move(5, 5);
  await page.mouse.up();
  await expect(dialog).toBeVisible();
  const name = dialog.getByRole("textbox", { name: "Client name" });
  await name.fill("typed");
  const question = page.getByRole("alertdialog", { name: "Discard what you typed?" });
  for (const leave of [() => page.mouse.click(5, 5), () => dialog.getByRole("button", { name: "Close" }).click()]) {
    await leave();
    await question.getByRole("button", { name: "Keep editing" }).click();
    await expect(name).toHaveValue("typed");
  }
  await name.fill("");
  await page.mouse.click(5, 5);
  await expect(dialog).toBeHidden();
});

test("typed text is not thrown away by Escape, in any form", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Typed", clients: [{ name: "typed" }] });
  await openAs(page, "owner", apiTab(cluster));
  const question = page.getByRole("alertdialog", { name: "Discard what you typed?" });
  const rotate = page.getByRole("button", { name: "Rotate client typed" });
  await waitUntilHeard(rotate);
  await rotate.click();
  const dialog = page.getByRole("dialog", { name: "Rotate typed" });
  await dialog.getByRole("textbox", { name: "Note" }).fill("Every year");
  await page.keyboard.press("Escape");
  await question.getByRole("button", { name: "Discard" }).click();
  await expect(dialog).toBeHidden();
  await expect(rotate).toBeFocused();

  await page.getByRole("link", { name: "typed", exact: true }).click();
  await page.getByRole("button", { name: "Edit" }).click();
  const edit = page.getByRole("dialog", { name: "Edit typed" });
  await edit.getByRole("textbox", { name: "Purpose" }).fill("Ships orders");
  await page.keyboard.press("Escape");
  await question.getByRole("button", { name: "Keep editing" }).click();
  await expect(edit.getByRole("textbox", { name: "Purpose" })).toHaveValue("Ships orders");
});

test("Tab goes round inside a dialog, in both directions", async ({ page, simulator, openAs }) => {
  const cluster = simulator.state.addCluster({ name: "Round" });
  await openAs(page, "owner", apiTab(cluster));
  const dialog = await openCreate(page);
  await expect(dialog.getByRole("textbox", { name: "Client name" })).toBeFocused();
  await page.keyboard.press("Shift+Tab");
  await expect(dialog.getByRole("button", { name: "Close" })).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(dialog.getByRole("textbox", { name: "Client name" })).toBeFocused();
});

test("a dialog opened with the keyboard shows no tooltip, and the first Escape closes it", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Escaped", clients: [{ name: "known" }] });
  await openAs(page, "owner", apiTab(cluster));
  const opener = page.getByRole("button", { name: "Connection details of known" });
  await expect(opener).toBeVisible();
  // From here on the page knows that the keyboard is in use.
  await page.keyboard.press("Tab");
  await opener.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Connection details" });
  await expect(dialog.getByRole("button", { name: "Copy client ID" })).toBeFocused();
  await expect(page.locator(":popover-open")).toHaveCount(0);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(opener).toBeFocused();
});

test.describe("at 1440 × 900", () => {
  test.use({ viewport: { width: 1440, height: 900 } });

  test("neither the create dialog nor the credentials need scrolling, and a busy cluster is named before", async ({
    page,
    simulator,
    openAs,
  }) => {
    const cluster = simulator.state.addCluster({ name: "Fits", generation: "8.8.2", status: "Creating" });
    await openAs(page, "owner", apiTab(cluster));
    const dialog = await openCreate(page);
    const scrolled = () =>
      page.evaluate(() =>
        [...document.querySelectorAll("dialog[open] *")]
          .filter((box) => getComputedStyle(box).overflowY === "auto" && !box.matches("section"))
          .map((box) => box.scrollHeight - box.clientHeight)
          .filter((hidden) => hidden > 0),
      );
    await expect(dialog.getByText("This cluster is still being created.")).toBeVisible();
    for (const scope of ["Tasklist", "Operate", "Optimize"])
      await dialog.getByRole("checkbox", { name: scope }).check();
    expect(await scrolled()).toEqual([]);
    await dialog.getByRole("checkbox", { name: "Secrets" }).check();
    await expect(dialog.getByText("Does it need everything?")).toBeVisible();
    expect(await scrolled()).toEqual([]);
    await dialog.getByRole("textbox", { name: "Client name" }).fill("fits");
    await page.keyboard.press("Enter");
    const credentials = credentialsOf(page);
    await expect(credentials.getByRole("button", { name: "Download" })).toBeVisible();
    await expect(credentials.getByRole("heading", { name: "Grant permissions" })).toBeVisible();
    await expect(credentials.getByText("Camunda is still creating this cluster")).toBeVisible();
    await expect(credentials.getByRole("button", { name: "Test connection" })).toHaveCount(0);
    expect(await scrolled()).toEqual([]);
  });
});
