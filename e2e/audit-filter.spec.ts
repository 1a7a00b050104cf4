import { waitUntilHeard } from "./fixtures/steps";
import { expect, test } from "./fixtures/test";

test("the audit filter suggests people as one types, filters by who is chosen, and refuses what is nobody's name", async ({
  page,
  openAs,
}) => {
  await openAs(page, "owner", "/audit");
  const filter = page.getByRole("form", { name: "Filter" });
  const person = filter.getByRole("combobox", { name: "Person" });
  await waitUntilHeard(person);
  await person.pressSequentially("emo own");
  await expect(page.getByRole("option", { name: "Demo owner" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\?person=[0-9a-f-]{36}$/);
  await expect(person).toHaveValue("Demo owner");
  await filter.getByRole("combobox", { name: "Action" }).selectOption("Sign in");
  await filter.getByRole("combobox", { name: "Outcome" }).selectOption("Succeeded");
  await expect(page).toHaveURL(/\?person=[0-9a-f-]{36}&action=session\.sign-in&outcome=succeeded$/);
  await expect(page.getByRole("row").filter({ hasText: "Demo owner" }).first()).toBeVisible();

  const cluster = filter.getByRole("combobox", { name: "Cluster" });
  await cluster.fill("nothing like this");
  await filter.getByRole("combobox", { name: "Client" }).focus();
  await expect(filter.getByText("No cluster is chosen. Choose one from the list.")).toBeVisible();
  await expect(page).not.toHaveURL(/cluster=/);
});
