import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { sessionCookieName } from "@/lib/server/identity/cookies";
import { openBrowser } from "@/lib/server/identity/testing/browser";
import {
  type HostileProvider,
  signInThrough,
  startHostileProvider,
} from "@/lib/server/identity/testing/hostile-provider";
import { db } from "@/lib/server/platform/database/db";
import { describeOnSqlite } from "@/lib/server/platform/testing/database";
import { restoreSettings } from "@/lib/server/platform/testing/settings";

let provider: HostileProvider;
beforeAll(async () => {
  provider = await startHostileProvider();
  signInThrough(provider, {
    OIDC_HOSTED_DOMAIN: "Example.com",
  });
});
afterAll(async () => {
  await provider.stop();
  restoreSettings();
});
beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
});

let count = 0;
async function signIn(claims: Record<string, unknown>, userinfo: Record<string, unknown> = {}) {
  const sub = crypto.randomUUID();
  provider.behave({ claims: { sub, email: "kim@example.com", email_verified: true, ...claims }, userinfo });
  const browser = openBrowser(`192.0.2.${++count}`);
  const end = await browser.signIn();
  const member = await db().member.findFirst({ where: { subject: sub } });
  return { end, isSignedIn: browser.jar.has(sessionCookieName()), isMember: member !== null };
}

describeOnSqlite("with a hosted domain", () => {
  it("the provider is asked for its accounts", async () => {
    provider.behave();
    const url = new URL(await openBrowser("198.51.100.1").begin());
    expect(url.searchParams.get("hd")).toBe("example.com");
  });

  it("people of that domain sign in", async () => {
    expect(await signIn({ hd: "EXAMPLE.com" })).toMatchObject({ isSignedIn: true, isMember: true });
  });

  it.each([
    ["no domain, whatever their address", {}, {}],
    ["another domain", { hd: "example.org" }, {}],
    ["a domain below", { hd: "mail.example.com" }, {}],
    ["a domain that ends like it", { hd: "notexample.com" }, {}],
    ["a list of domains", { hd: ["example.com"] }, {}],
    ["a domain that userinfo alone reports", {}, { hd: "example.com", name: "Kim" }],
  ])("people with %s do not, and it is recorded", async (_, claims, userinfo) => {
    const before = await db().auditEvent.count({ where: { detail: '{"code":"sign_in_other_domain"}' } });
    const { end, isSignedIn, isMember } = await signIn(claims, userinfo);
    expect(end).toBe("http://localhost:3000/sign-in?error=OtherDomain");
    expect([isSignedIn, isMember]).toEqual([false, false]);
    expect(await db().auditEvent.count({ where: { detail: '{"code":"sign_in_other_domain"}' } })).toBe(before + 1);
  });
});
