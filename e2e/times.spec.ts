import { expect, test } from "./fixtures/test";

test("times come from the server in the reader's zone, once their browser has named it", async ({ page, openAs }) => {
  await openAs(page, "owner", "/audit");
  await expect(page.getByText(/UTC\+1[34]:45/).first()).toBeVisible();
  const html = async () => (await page.request.get("/audit")).text();
  expect(await html()).toMatch(/\d\d:\d\d:\d\d UTC\+1[34]:45</);
  // A zone that nobody has is as good as none.
  await page.context().addCookies([{ name: "latchkey.zone", value: "Mars/Base", url: page.url() }]);
  expect(await html()).toMatch(/\d\d:\d\d:\d\d UTC</);
});
