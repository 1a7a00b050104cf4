import { afterAll, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { sessionCookieName } from "@/lib/server/identity/cookies";
import { openBrowser } from "@/lib/server/identity/testing/browser";
import {
  type Behavior,
  HOSTILE_CLIENT,
  signInThrough,
  startHostileProvider,
} from "@/lib/server/identity/testing/hostile-provider";
import { db } from "@/lib/server/platform/database/db";
import { describeOnSqlite } from "@/lib/server/platform/testing/database";
import { restoreSettings } from "@/lib/server/platform/testing/settings";

afterAll(restoreSettings);
beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

let count = 0;
/** Someone who is signed in through a provider of their own. What the provider says can change before they sign out. */
async function signedIn(settings: Record<string, string> = {}) {
  const provider = await startHostileProvider();
  onTestFinished(provider.stop);
  signInThrough(provider, {
    OIDC_SIGN_OUT: "",
    ...settings,
  });
  const sub = crypto.randomUUID();
  provider.behave({ claims: { sub } });
  const browser = openBrowser(`203.0.113.${++count}`);
  await browser.signIn();
  expect(browser.jar.has(sessionCookieName())).toBe(true);

  /** Signs out. @returns where the browser is told to go */
  async function signOut(behavior: Partial<Behavior>, callbackUrl = "/sign-in"): Promise<string> {
    provider.behave(behavior);
    const { csrfToken } = await (await browser.request("csrf")).json();
    const response = await browser.request("signout", { form: { csrfToken, callbackUrl, json: "true" } });
    expect(response.status).toBe(200);
    expect(response.headers.get("cache-control")).toBe("no-store, private");
    expect(browser.jar.has(sessionCookieName())).toBe(false);
    const session = await db().session.findFirstOrThrow({ where: { member: { subject: sub } } });
    expect(session.revokedAt).not.toBeNull();
    return (await response.json()).url;
  }
  return { provider, signOut };
}
const OWN = "http://localhost:3000/sign-in";

describeOnSqlite("a sign-out", () => {
  it("goes on to the provider, which learns the client and the way back, and no token", async () => {
    const { provider, signOut } = await signedIn();
    const end_session_endpoint = `${provider.url}/end?tenant=1`;
    const url = new URL(await signOut({ discovery: { end_session_endpoint } }));
    expect(`${url.origin}${url.pathname}`).toBe(`${provider.url}/end`);
    expect(Object.fromEntries(url.searchParams)).toEqual({
      tenant: "1",
      client_id: HOSTILE_CLIENT.id,
      post_logout_redirect_uri: OWN,
    });
  });

  it("is not led elsewhere by the request", async () => {
    const { provider, signOut } = await signedIn();
    const discovery = { end_session_endpoint: `${provider.url}/end` };
    const url = new URL(await signOut({ discovery }, "https://evil.example/"));
    expect([url.origin, url.searchParams.get("post_logout_redirect_uri")]).toEqual([provider.url, OWN]);
  });

  it.each([
    ["offers none", {}],
    ["has a broken address", { discovery: { end_session_endpoint: "end" } }],
    ["has a script for an address", { discovery: { end_session_endpoint: "javascript:alert(1)" } }],
    ["has an address with another protocol", { discovery: { end_session_endpoint: "https://id.example/end" } }],
    ["calls itself another issuer", { discovery: { issuer: "https://id.example" } }],
    ["responds with an error", { answers: { discovery: { status: 500 } } }],
    ["redirects", { answers: { discovery: { redirectTo: "https://evil.example/" } } }],
    ["sends too much", { answers: { discovery: { giantBytes: 9 * 1024 * 1024 } } }],
  ] as const)("ends on our own sign-in page when the provider %s", async (_, behavior) => {
    const { signOut } = await signedIn();
    expect(await signOut(behavior)).toBe(OWN);
  });

  it("does not wait for a provider that is silent", async () => {
    const { signOut } = await signedIn();
    const before = Date.now();
    expect(await signOut({ answers: { discovery: "silent" } })).toBe(OWN);
    expect(Date.now() - before).toBeLessThan(10_000);
  });

  it("stays here when the settings say so", async () => {
    const { provider, signOut } = await signedIn({ OIDC_SIGN_OUT: "0" });
    expect(await signOut({ discovery: { end_session_endpoint: `${provider.url}/end` } })).toBe(OWN);
    expect(provider.requests()).toEqual([]);
  });
});
