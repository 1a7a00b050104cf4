import { expect, test } from "./fixtures/test";

test("times come from the server in the reader's zone, once their browser has named it", async ({ page, openAs }) => {
  await openAs(page, "owner", "/audit");
  await expect(page.getByText(/UTC\+1[34]:45/).first()).toBeVisible();
  const html = async (path = "/audit") => (await page.request.get(path)).text();
  expect(await html()).toMatch(/\d\d:\d\d:\d\d UTC\+1[34]:45</);
  // The beginning of the week, and ages, which show before scripts run.
  expect(await html("/")).toMatch(/Since .{0,200}\d\d:\d\d UTC\+1[34]:45</);
  expect(await html("/report")).toMatch(/Generated.{0,300}\d\d:\d\d UTC\+1[34]:45</);
  expect(await html("/settings/sessions")).not.toMatch(/invisible[^>]*>(just now|[^<]* ago)</);
  // A zone that nobody has is as good as none.
  await page.context().addCookies([{ name: "latchkey.zone", value: "Mars/Base", url: page.url() }]);
  expect(await html()).toMatch(/\d\d:\d\d:\d\d UTC</);
});
