import type { Page } from "@playwright/test";
import { type App, freePort } from "./fixtures/app";
import { expectNoFindings } from "./fixtures/axe";
import { endProviderSession, signInAt, signInBy } from "./fixtures/company";
import { CLIENT, companySettings, GROUPS, PEOPLE, startIdentityProvider } from "./fixtures/identity-provider";
import { expect, test } from "./fixtures/test";

const EMERGENCY = { email: "it@example.test", password: "correct horse battery staple" };
/** Of that password, as `npm run hash-password` prints it. */
const EMERGENCY_HASH = "scrypt:ln=17,r=8,p=1:rmOxCW5rTo2qqE3NATO4KA:zzU1bXJ0Oa5kN2ggTtTETSL4bdNUj8mrhi/gVs8oUQo";

// One worker is enough: the second would start a provider and an app of its own.
test.describe.configure({ mode: "default" });

/** Signs out of the app and of the provider. @returns the request that reached the provider */
async function signOut(page: Page, app: App): Promise<URL> {
  const ending = page.waitForRequest((request) => new URL(request.url()).pathname === "/session/end");
  await page.getByRole("button", { name: /^Greta Group/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await endProviderSession(page);
  await expect(page).toHaveURL(`${app.url}/sign-in`);
  return new URL((await ending).url());
}

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

test("groups give, change and take roles at each sign-in, and sign-out reaches the provider", async ({
  page,
  browser,
  company,
  simulator,
}) => {
  const [orders, atTeam, atAdmins, atNone] = [
    "Orders eu",
    ...(Object.keys(GROUPS) as (keyof typeof GROUPS)[]),
  ] as const;
  const cluster = simulator.state.addCluster({ name: orders });
  simulator.state.addCluster({ name: "Billing" });
  const clusters = page.getByRole("table", { name: "Clusters" });

  await signInBy(page, company, atTeam ?? "");
  // The first visit has the clusters read: which names match is known from then on.
  await expect(page.getByRole("heading", { name: "Clusters", level: 1 })).toBeVisible();
  await page.reload();
  await expect(clusters.getByRole("link", { name: orders })).toBeVisible();
  await expect(clusters.getByRole("link", { name: "Billing" })).toHaveCount(0);
  await page.goto(`${company.url}/clusters/${cluster.uuid}/api`);
  await expect(page.getByRole("button", { name: "Create your first client" })).toBeVisible();

  const ending = await signOut(page, company);
  expect(Object.fromEntries(ending.searchParams)).toEqual({
    client_id: CLIENT.id,
    post_logout_redirect_uri: `${company.url}/sign-in`,
  });
  expect((await page.request.get(`${company.url}/api/clusters`)).status()).toBe(401);

  // The provider asks who it is again: its own session has ended too.
  await signInBy(page, company, atAdmins ?? "");
  await expect(clusters.getByRole("link", { name: orders })).toBeVisible();
  await expect(clusters.getByRole("link", { name: "Billing" })).toBeVisible();
  await signOut(page, company);

  await signInBy(page, company, atNone ?? "");
  await expect(page.getByRole("heading", { name: "No access yet" })).toBeVisible();

  const context = await browser.newContext();
  const owner = await context.newPage();
  await signInAt(owner, company, "olivia", "/audit?action=member.change");
  const rows = owner.getByRole("table", { name: "Audit events" }).getByRole("row", { name: "Change access" });
  // Owners change access in other tests.
  const changes = rows.filter({ hasText: "by group" });
  await expect(changes).toHaveCount(3);
  await expect(changes.first()).toContainText("Latchkey");
  await expect(changes.first()).toContainText("Before: admin on all clusters by group latchkey-admins");
  await expect(changes.first()).toContainText("After: nothing");
  await context.close();
});

test.describe("the emergency sign-in", () => {
  test("works while the provider is down, and everybody sees that it is in use", async ({ page, browser, launch }) => {
    const port = await freePort();
    const app = await launch({
      ...companySettings(port),
      LATCHKEY_BREAK_GLASS_EMAIL: EMERGENCY.email,
      LATCHKEY_BREAK_GLASS_HASH: EMERGENCY_HASH,
    });
    // Olivia signs in before the provider goes down.
    const stop = await startIdentityProvider(port, app.url);
    const context = await browser.newContext();
    const olivia = await context.newPage();
    await signInAt(olivia, app, "olivia");
    await expect(olivia.getByRole("heading", { name: "Clusters" })).toBeVisible();
    await expect(olivia.getByText("Emergency access is in use")).toHaveCount(0);
    await stop();

    await page.goto(`${app.url}/audit`);
    await page.getByRole("button", { name: "Sign in with single sign-on" }).click();
    await expect(page.getByText("Your identity provider can't be reached. Try again in a minute.")).toBeVisible();
    await page.goto(`${app.url}/sign-in?callbackUrl=/audit`);
    await page.getByText("Emergency sign-in", { exact: true }).press("Enter");
    await page.getByRole("textbox", { name: "E-mail address" }).fill(EMERGENCY.email);
    await page.getByLabel("Password").fill("a wrong password");
    await page.getByLabel("Password").press("Enter");
    await expect(page.getByText("The e-mail address or the password is wrong.")).toBeVisible();
    await expect(page.getByLabel("Password")).toBeFocused();
    await expectNoFindings(page, "emergency sign-in");
    await page.getByLabel("Password").fill(EMERGENCY.password);
    await page.getByRole("button", { name: "Sign in as emergency owner" }).click();

    await expect(page.getByRole("heading", { name: "Audit", level: 1 })).toBeVisible();
    const events = page.getByRole("table", { name: "Audit events" }).getByRole("row", { name: "Emergency sign-in" });
    await expect(events).toHaveCount(2);
    await expect(events.first()).toContainText(`Emergency access (${EMERGENCY.email})`);
    await expect(events.first()).toContainText("Succeeded");
    await expect(events.last()).toContainText("Refused");
    for (const person of [page, olivia]) {
      for (const path of ["/clusters", "/audit", `/clusters/${crypto.randomUUID()}/api`]) {
        await person.goto(app.url + path);
        const notice = person.getByRole("complementary", { name: "Emergency access" });
        await expect(notice).toContainText(/Emergency access in use by it@example\.test since .+/);
      }
    }
    await page.goto(`${app.url}/clusters`);
    await expectNoFindings(page, "emergency notice");
    await page.setViewportSize({ width: 390, height: 800 });
    await expectNoFindings(page, "emergency notice on a phone");
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await page.setViewportSize({ width: 1280, height: 800 });

    await page.getByRole("button", { name: /^Emergency access/ }).click();
    await page.getByRole("menuitem", { name: "Sign out" }).click();
    await expect(page).toHaveURL(`${app.url}/sign-in`);
    await olivia.reload();
    await expect(olivia.getByRole("heading", { name: "No cluster with this ID" })).toBeVisible();
    await expect(olivia.getByText("Emergency access is in use")).toHaveCount(0);
    await context.close();
  });
});
