import { freePort } from "./fixtures/app";
import { companySettings, signInAt, test } from "./fixtures/company";
import { CLIENT, PEOPLE } from "./fixtures/identity-provider";
import { expect } from "./fixtures/test";

test.describe.configure({ mode: "default" });

test("a person whose verified e-mail is an owner's becomes one, and returns to the page they opened", async ({
  page,
  company,
  simulator,
}) => {
  const cluster = simulator.state.addCluster({ name: "Company" });
  await signInAt(page, company, "olivia", `/clusters/${cluster.uuid}/api`);
  await expect(page.getByRole("heading", { name: "Company", level: 1 })).toBeVisible();
  await expect(page.getByRole("button", { name: "Create your first client" })).toBeVisible();
  await expect(page.getByText("Demo:")).toHaveCount(0);

  await page.goto(`${company.url}/audit`);
  const event = page.getByRole("table", { name: "Audit events" }).getByRole("row", { name: "Sign in" }).first();
  await expect(event).toContainText("Olivia Owner");
  await expect(event).toContainText("owner");
});

test("neither an unverified e-mail nor an unknown one gives a role", async ({ page, browser, company }) => {
  await signInAt(page, company, "una");
  await expect(page.getByRole("heading", { name: "No access yet" })).toBeVisible();
  await expect(page.getByText("signed in as Una Unverified")).toBeVisible();

  const context = await browser.newContext();
  const other = await context.newPage();
  await signInAt(other, company, "noah");
  await expect(other.getByRole("heading", { name: "No access yet" })).toBeVisible();
  await context.close();
});

test("the request has a state, a nonce and a PKCE challenge, and a response with another state is refused", async ({
  page,
  company,
}) => {
  const authorizing = page.waitForRequest((request) => new URL(request.url()).pathname === "/auth");
  await page.goto(`${company.url}/clusters`);
  await page.getByRole("button", { name: "Sign in with single sign-on" }).click();
  const sent = Object.fromEntries(new URL((await authorizing).url()).searchParams);
  expect(sent).toMatchObject({
    response_type: "code",
    client_id: CLIENT.id,
    redirect_uri: `${company.url}/api/auth/callback/oidc`,
    code_challenge_method: "S256",
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    state: expect.stringMatching(/^\S{20,}$/),
    nonce: expect.stringMatching(/^\S{20,}$/),
  });
  expect(sent["scope"]?.split(" ")).toEqual(expect.arrayContaining(["openid", "email", "profile"]));

  const link = await page.getByRole("link", { name: PEOPLE.olivia.name }).getAttribute("href");
  let url = new URL(link ?? "", page.url());
  while (url.origin !== company.url) {
    const response = await page.request.get(url.href, { maxRedirects: 0 });
    url = new URL(response.headers()["location"] ?? company.url, url);
  }
  expect([url.pathname, url.searchParams.get("state")]).toEqual(["/api/auth/callback/oidc", sent["state"]]);
  url.searchParams.set("state", "of-somebody-else");
  await page.goto(url.href);
  await expect(page.getByText("Your identity provider did not confirm the sign-in.")).toBeVisible();
  expect((await page.request.get(`${company.url}/api/clusters`)).status()).toBe(401);
});

test("the demo's people exist in the demo only", async ({ page, company }) => {
  await page.goto(`${company.url}/sign-in`);
  await expect(page.getByRole("button")).toHaveCount(1);
  const { csrfToken } = await (await page.request.get(`${company.url}/api/auth/csrf`)).json();
  await page.request.post(`${company.url}/api/auth/callback/demo`, { form: { csrfToken, person: "owner" } });
  expect((await page.request.get(`${company.url}/api/clusters`)).status()).toBe(401);
});

test("a provider that can't be reached is named, and the page stays usable", async ({ page, launch }) => {
  const app = await launch(companySettings(await freePort()));
  await page.goto(`${app.url}/clusters`);
  await page.getByRole("button", { name: "Sign in with single sign-on" }).click();
  await expect(page.getByText("Your identity provider can't be reached. Try again in a minute.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign in with single sign-on" })).toBeEnabled();
});
