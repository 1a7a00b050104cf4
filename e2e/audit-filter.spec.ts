import { waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test("the audit filter suggests people as one types, refuses what is nobody's name, and is a row of chips", async ({
  page,
  openAs,
}) => {
  await openAs(page, "owner", "/audit");
  const open = page.getByRole("button", { name: "Filter", exact: true });
  await waitUntilHeard(open);
  await open.click();
  const filter = page.getByRole("form", { name: "Filter" });
  const cluster = filter.getByRole("combobox", { name: "Cluster" });
  await cluster.fill("nothing like this");
  await filter.getByRole("combobox", { name: "Action" }).focus();
  await filter.getByRole("combobox", { name: "Action" }).selectOption("Sign in");
  await expect(filter.getByText("No cluster is chosen. Choose one from the list.")).toBeVisible();
  await expect(cluster).toHaveValue("nothing like this");
  await cluster.fill("");
  const person = filter.getByRole("combobox", { name: "Person" });
  await person.pressSequentially("emo own");
  await expect(page.getByRole("option", { name: "Demo owner" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(person).toHaveValue("Demo owner");
  await filter.getByRole("combobox", { name: "Outcome" }).selectOption("Succeeded");
  await page.getByRole("button", { name: "Show events" }).click();

  await expect(page).toHaveURL(/\?person=[0-9a-f-]{36}&action=session\.sign-in&outcome=succeeded$/);
  const chips = page.getByRole("region", { name: "Filter" });
  for (const chip of ["Person: Demo owner", "Action: Sign in", "Outcome: Succeeded"])
    await expect(chips.getByText(chip)).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Demo owner" }).first()).toBeVisible();
  await chips.getByRole("button", { name: "Remove filter Person" }).click();
  await expect(page).toHaveURL(/\?action=session\.sign-in&outcome=succeeded$/);
  await expect(page.getByRole("button", { name: "Filter (2)" })).toBeFocused();
});
