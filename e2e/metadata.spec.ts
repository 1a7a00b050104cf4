import { expectNoFindings } from "./fixtures/axe";
import { createClient, openCreate } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test("a client made elsewhere is adopted on its page, and the change is undone", async ({
  page,
  openAs,
  simulator,
}) => {
  const cluster = simulator.state.addCluster({ name: "Adopted", clients: [{ name: "found-worker" }] });
  await openAs(page, "owner", `/clusters/${cluster.uuid}/api`);
  await expect(page.getByRole("row", { name: "found-worker" })).toBeVisible();
  await page.goto(`/clusters/${cluster.uuid}/clients/${cluster.clients[0]?.clientId}`);
  await page.getByRole("button", { name: "Adopt" }).click();
  const dialog = page.getByRole("dialog", { name: "Adopt found-worker" });
  await dialog.getByRole("button", { name: "Adopt" }).click();
  await expect(dialog).toContainText("Name the owner of the client that you adopt.");
  await dialog.getByRole("combobox", { name: "Owner" }).fill("demo own");
  await dialog.getByRole("option", { name: "Demo owner" }).click();
  await dialog.getByRole("textbox", { name: "Purpose" }).fill("Ships orders");
  await dialog.getByRole("textbox", { name: "Tags" }).fill("prod, eu");
  await expectNoFindings(page, "the dialog that adopts a client");
  await dialog.getByRole("button", { name: "Adopt" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("found-worker was adopted.").last()).toBeVisible();
  await expect(page.getByText("Ships orders", { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(":focus")).toContainText("Undone.");
  await expect(page.getByRole("button", { name: "Adopt" })).toBeVisible();
  await expect(page.getByText("Ships orders", { exact: true })).toBeHidden();

  // An edit shows before the server responds, and is taken back with the server's words when it refuses.
  let respond = () => {};
  const mayRespond = new Promise<void>((resolve) => {
    respond = resolve;
  });
  await page.route("**/api/clients", (route) => mayRespond.then(() => route.continue()), { times: 1 });
  const edit = page.getByRole("dialog", { name: "Edit found-worker" });
  const purpose = page.getByRole("definition").getByText("Ships more orders", { exact: true });
  await page.getByRole("button", { name: "Edit" }).click();
  await edit.getByRole("textbox", { name: "Purpose" }).fill("Ships more orders");
  await edit.getByRole("textbox", { name: "Tags" }).fill("t".repeat(41));
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(purpose).toBeVisible();
  await expect(edit).toBeHidden();
  respond();
  await expect(edit).toContainText("At most 40 characters for each tag.");
  await expect(edit.getByRole("textbox", { name: "Tags" })).toBeFocused();
  await expect(edit.getByRole("textbox", { name: "Purpose" })).toHaveValue("Ships more orders");
  await expect(purpose).toBeHidden();
  await edit.getByRole("textbox", { name: "Tags" }).fill("eu");
  await page.keyboard.press("Enter");
  await expect(page.getByText("found-worker was updated.").last()).toBeVisible();
  await page.getByRole("button", { name: "Undo" }).click();
  await expect(page.locator(":focus")).toContainText("Undone.");
  await expect(purpose).toBeHidden();

  // What was typed is still there when the session has ended.
  await page.getByRole("button", { name: "Edit" }).click();
  await edit.getByRole("textbox", { name: "Purpose" }).fill("Ships more orders");
  await page.context().clearCookies();
  await edit.getByRole("button", { name: "Save" }).click();
  await expect(edit.getByText("You are signed out")).toBeVisible();
  await expect(edit.getByRole("textbox", { name: "Purpose" })).toHaveValue("Ships more orders");
});

test("a new client's owner is the person who creates it, unless they name another", async ({
  page,
  openAs,
  simulator,
}) => {
  const cluster = simulator.state.addCluster({ name: "Owned" });
  await openAs(page, "owner", `/clusters/${cluster.uuid}/api`);
  await expect((await openCreate(page)).getByRole("combobox", { name: "Owner" })).toHaveValue("Demo owner");
  await page.getByRole("button", { name: "Cancel" }).click();
  await createClient(page, "owned-worker");
  await page.goto("/clients?search=owned-worker");
  await expect(page.getByRole("row", { name: /owned-worker/ })).toContainText("Demo owner");
});

test("several clients are edited at once", async ({ page, openAs, simulator }) => {
  const clients = [{ name: "bulk-a" }, { name: "bulk-b" }, { name: "bulk-c" }];
  const cluster = simulator.state.addCluster({ name: "Bulk", clients });
  await openAs(page, "owner", `/clusters/${cluster.uuid}/api`);
  await expect(page.getByRole("row", { name: "bulk-a" })).toBeVisible();
  await page.goto("/clients?search=bulk-");
  await page.getByRole("button", { name: "Select", exact: true }).click();
  await page.getByRole("checkbox", { name: "Select bulk-a" }).check();
  await page.getByRole("checkbox", { name: "Select bulk-c" }).check();
  await page.getByRole("button", { name: "Edit selected" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit 2 clients" });
  await dialog.getByRole("combobox", { name: "Owner" }).fill("Team Orders");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("2 clients were updated.").last()).toBeVisible();
  for (const [name, owner] of [
    ["bulk-a", "Team Orders"],
    ["bulk-b", "No owner"],
    ["bulk-c", "Team Orders"],
  ] as const)
    await expect(page.getByRole("row", { name })).toContainText(owner);

  // A team that owns clients is suggested. Enter takes what was typed, and an option only once the arrow keys chose it.
  await page.getByRole("button", { name: "Select", exact: true }).click();
  await page.getByRole("checkbox", { name: "Select bulk-b" }).check();
  await page.getByRole("button", { name: "Edit selected" }).click();
  const edit = page.getByRole("dialog", { name: "Edit bulk-b" });
  const owner = edit.getByRole("combobox", { name: "Owner" });
  await owner.fill("team ord");
  await expect(edit.getByRole("option", { name: "Team Orders" })).toHaveAttribute("aria-selected", "false");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await expect(owner).toHaveValue("Team Orders");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("row", { name: "bulk-b" })).toContainText("Team Orders");
  await expectNoFindings(page, "an inventory after an edit");
});
