import { expect, test } from "./fixtures/test";

test("text typed into the audit filter survives a choice made right after it", async ({ page, openAs }) => {
  await openAs(page, "owner", "/audit");
  const filter = page.getByRole("form", { name: "Filter" });
  await filter.getByRole("combobox", { name: "Person" }).fill("Demo owner");
  await filter.getByRole("combobox", { name: "Action" }).selectOption("Sign in");
  await filter.getByRole("combobox", { name: "Outcome" }).selectOption("Succeeded");
  await expect(page).toHaveURL(/\?person=Demo\+owner&action=session\.sign-in&outcome=succeeded$/);
  await expect(filter.getByRole("combobox", { name: "Person" })).toHaveValue("Demo owner");
});
