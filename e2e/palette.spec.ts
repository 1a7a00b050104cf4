import { expectNoFindings } from "./fixtures/axe";
import { apiTab, waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test("the palette finds a client by its ID over all clusters, and keys lead everywhere, but never while one types", async ({
  page,
  simulator,
  openAs,
}) => {
  const cluster = simulator.state.addCluster({ name: "Palette cluster", clients: [{ name: "leaky-worker" }] });
  await openAs(page, "owner", apiTab(cluster));
  await expect(page.getByRole("row", { name: "leaky-worker" })).toBeVisible();
  const clientId = simulator.state.cluster("Palette cluster")?.clients[0]?.clientId ?? "";
  const search = page.getByRole("searchbox", { name: "Search clients" });
  await waitUntilHeard(search);

  await page.keyboard.press("ControlOrMeta+k");
  const palette = page.getByRole("dialog", { name: "Go to…" });
  const field = palette.getByRole("combobox");
  await expect(field).toBeFocused();
  await expectNoFindings(page, "palette");
  await field.pressSequentially(clientId.slice(2, 14));
  const option = palette.getByRole("option", { name: "leaky-worker Palette cluster" });
  await expect(option).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "leaky-worker" })).toBeVisible();

  await page.keyboard.press("g");
  await page.keyboard.press("c");
  await expect(page.getByRole("searchbox", { name: "Search clusters" })).toBeVisible();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("table", { name: "Clusters" }).getByRole("link").first()).toBeFocused();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search clusters" })).toBeFocused();
  await page.keyboard.type("g a?");
  await expect(page.getByRole("searchbox", { name: "Search clusters" })).toHaveValue("g a?");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("heading", { name: "Clusters", level: 1 }).click();

  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await expectNoFindings(page, "shortcuts");
  await page.keyboard.press("g");
  await page.keyboard.press("a");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+k");
  await expect(palette.getByRole("option").first()).toContainText("leaky-worker");
  await field.fill("clms");
  await expect(palette.getByRole("option", { name: /^Claims production .+ Production$/ })).toBeVisible();
  await field.fill("theme dark");
  await page.keyboard.press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.keyboard.press("ControlOrMeta+k");
  await field.fill("keyboard sh");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("ControlOrMeta+k");
  await field.fill("zzzzzz");
  await expect(palette.getByText("Nothing matches.")).toBeVisible();
  await field.fill("Palette cl");
  await expect(palette.getByRole("option", { name: /^Palette cluster/ })).toHaveAttribute("aria-selected", "true");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(apiTab(cluster));
  await waitUntilHeard(search);
  await page.keyboard.press("ControlOrMeta+k");
  await field.fill("leaked");
  await page.keyboard.press("Enter");
  const leak = page.getByRole("dialog", { name: "Report a leaked secret…" });
  await expect(leak.getByRole("option").first()).toBeVisible();
  await page.keyboard.press("Backspace");
  await expect(palette).toBeVisible();
  await field.fill("leaked");
  await page.keyboard.press("Enter");
  await expectNoFindings(page, "palette with an action");
  await leak.getByRole("combobox").pressSequentially(clientId.slice(2, 14));
  await expect(leak.getByRole("option", { name: "leaky-worker Palette cluster" })).toBeVisible();
  await page.keyboard.press("Enter");
  const question = page.getByRole("alertdialog", { name: "Replace leaky-worker now?" });
  await expect(question).toBeVisible();
  await expect(page).toHaveURL(`/clusters/${cluster.uuid}/clients/${encodeURIComponent(clientId)}`);
  await page.goto("/audit");
  await waitUntilHeard(page.getByRole("button", { name: "Filter", exact: true }));
  const beginCreate = async () => {
    await page.keyboard.press("ControlOrMeta+k");
    await field.fill("Create a client");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Palette cl");
    await expect(page.getByRole("option", { name: /^Palette cluster/ })).toHaveAttribute("aria-selected", "true");
    await page.keyboard.press("Enter");
    await page.keyboard.type("typed-at-once");
  };
  await beginCreate();
  const create = page.getByRole("dialog", { name: "Create new client" });
  await expect(create.getByRole("textbox", { name: "Client name" })).toBeFocused();
  await expect(create.getByRole("textbox", { name: "Client name" })).toHaveValue("typed-at-once");
  await expect(page).toHaveURL(apiTab(cluster));

  await page.goto(apiTab(cluster));
  await waitUntilHeard(search);
  await beginCreate();
  await expect(create.getByRole("textbox", { name: "Client name" })).toHaveValue("typed-at-once");
  await page.goto(apiTab(cluster));
  await waitUntilHeard(search);
  await page.keyboard.press("c");
  await expect(create).toBeVisible();
});
