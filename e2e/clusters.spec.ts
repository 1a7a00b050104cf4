import { expectNoFindings } from "./fixtures/axe";
import { apiTab, openCreate, waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test("a cluster opens on its API tab by a click on its row or by arrow keys, and Back returns to the same list", async ({
  page,
  simulator,
  openAs,
}) => {
  const extras = { labels: ["prod"] };
  const [first] = ["Row 1", "Row 2"].map((name) =>
    simulator.state.addCluster({ name, clients: [{ name: "only" }], ...(name === "Row 1" && { extras }) }),
  );
  await openAs(page, "owner", "/clusters");
  const table = page.getByRole("table", { name: "Clusters" });
  await waitUntilHeard(table);
  await page.getByRole("columnheader", { name: "Name" }).getByRole("button").click();
  await page.getByRole("searchbox", { name: "Search clusters" }).fill("row ");
  await expect(table.getByRole("row")).toHaveCount(1 + 2);
  await expect(page).toHaveURL(/search=row&sort=name&direction=descending$/);
  await expect(table.getByRole("row", { name: "Row 1" })).toContainText("Production");

  await page.keyboard.press("ArrowDown");
  await expect(table.getByRole("link", { name: "Row 2" })).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(table.getByRole("link", { name: "Row 1" })).toBeFocused();
  await table.getByRole("row", { name: "Row 1" }).getByText("Healthy").click();
  await expect(page).toHaveURL(first ? apiTab(first) : "");
  await expect(page).toHaveTitle("API · Row 1 · Latchkey");
  await expect(page.getByRole("row", { name: "only" })).toBeVisible();

  await expect(page.locator("main header").getByText("Production")).toBeVisible();

  await page.goBack();
  await expect(page.getByRole("searchbox", { name: "Search clusters" })).toHaveValue("row");
  await expect(table.getByRole("row").nth(1)).toContainText("Row 2");
  await page.getByRole("combobox", { name: "Group by" }).selectOption("Stage");
  await expect(page).toHaveURL(/group=stage&sort=name/);
  await expect(table.getByRole("row")).toHaveText([
    /^Name/,
    /^Production1 cluster$/,
    /^Row 1/,
    /^No stage1 cluster/,
    /^Row 2/,
  ]);
  await expect(table.getByRole("heading")).toHaveText(["Production", "No stage"]);
  await expectNoFindings(page, "clusters by stage");
  await table.getByRole("link", { name: "Row 1" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(table.getByRole("link", { name: "Row 2" })).toBeFocused();
  await page.reload();
  await expect(table.getByRole("heading")).toHaveText(["Production", "No stage"]);
  await page.getByRole("combobox", { name: "Group by" }).selectOption("Region");
  await page.getByRole("combobox", { name: "Group by" }).selectOption("None");
  await expect(table.getByRole("row")).toHaveText([/^Name/, /^Row 2/, /^Row 1/]);
  await page.reload();
  await expect(table.getByRole("row")).toHaveCount(1 + 2);
  await expect(table.getByRole("row").nth(1)).toContainText("Row 2");
  await page.getByRole("link", { name: "Clusters", exact: true }).click();
  await expect(page.getByRole("searchbox", { name: "Search clusters" })).toHaveValue("");
  // A press right after typing, before the address has followed.
  await page.getByRole("searchbox", { name: "Search clusters" }).pressSequentially("row 1");
  await table.getByRole("link", { name: "Row 1" }).click();
  await expect(page).toHaveTitle("API · Row 1 · Latchkey");
});

test.describe("on a phone", () => {
  test.use({ hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });

  test("fields neither zoom nor correct what is typed, and a finger meets every control", async ({
    page,
    simulator,
    openAs,
  }) => {
    const cluster = simulator.state.addCluster({ name: "Phone", clients: [{ name: "ux-phone" }] });
    await openAs(page, "owner", apiTab(cluster));
    const row = page.getByRole("row", { name: "ux-phone" });
    await expect(row).toBeVisible();
    const sizes = () =>
      page
        .locator("main, dialog[open]")
        .locator("button, input:not([type=checkbox], [type=radio]), select, textarea")
        .evaluateAll((controls) =>
          controls.flatMap((control) => {
            const { width, height } = control.getBoundingClientRect();
            const isField = control.matches("input, select, textarea");
            const isSmall =
              (isField && Number.parseFloat(getComputedStyle(control).fontSize) < 16) || Math.round(height) < 44;
            return width > 0 && isSmall ? [`${control.outerHTML.slice(0, 120)}: ${height} px`] : [];
          }),
        );
    expect(await sizes()).toEqual([]);
    const create = await openCreate(page);
    await expect(create.getByRole("textbox", { name: "Client name" })).toHaveAttribute("autocapitalize", "none");
    expect(await sizes()).toEqual([]);
    await page.keyboard.press("Escape");

    await row.getByRole("button", { name: "Delete client ux-phone" }).click();
    const confirm = page.getByRole("alertdialog", { name: "Delete ux-phone?" });
    await confirm.getByRole("textbox").fill("Ux-phone");
    await expect(confirm.getByText("The name is case-sensitive.")).toBeVisible();
  });
});
