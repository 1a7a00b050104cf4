import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { sessionCookieName } from "@/lib/server/identity/cookies";
import { openBrowser } from "@/lib/server/identity/testing/browser";
import {
  type Endpoint,
  HOSTILE_CLIENT,
  type HostileProvider,
  startHostileProvider,
} from "@/lib/server/identity/testing/hostile-provider";
import { db } from "@/lib/server/platform/database/db";
import { resetEnv } from "@/lib/server/platform/env";
import { describeOnBothDatabases, describeOnSqlite } from "@/lib/server/platform/testing/database";

let provider: HostileProvider;
let lines: string[] = [];
beforeAll(async () => {
  provider = await startHostileProvider();
  for (const [name, value] of Object.entries({
    LATCHKEY_DEMO: "0",
    OIDC_ISSUER: provider.url,
    OIDC_CLIENT_ID: HOSTILE_CLIENT.id,
    OIDC_CLIENT_SECRET: HOSTILE_CLIENT.secret,
    LATCHKEY_OWNERS: "kim@example.test",
  }))
    vi.stubEnv(name, value);
  resetEnv();
});
afterAll(async () => {
  await provider.stop();
  vi.unstubAllEnvs();
  resetEnv();
});
beforeEach(() => {
  provider.behave();
  lines = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => lines.push(String(chunk)) > 0);
});

/** Each browser has an address of its own, because limits are counted by address. */
let count = 0;
const nextAddress = () => `192.0.2.${++count}`;
const someone = () => ({ sub: crypto.randomUUID() });
const memberOf = ({ sub }: { sub: string }) => db().member.findFirstOrThrow({ where: { subject: sub } });

describeOnBothDatabases("signing in", () => {
  it("works with a good provider", async () => {
    const claims = { ...someone(), name: "Kim", email: "kim@example.test", email_verified: true };
    provider.behave({ claims });
    const browser = openBrowser(nextAddress());
    expect(await browser.signIn()).toBe("http://localhost:3000/clusters");
    expect(browser.jar.has(sessionCookieName())).toBe(true);
    expect(await memberOf(claims)).toMatchObject({ name: "Kim", email: "kim@example.test", role: "owner" });
  });
});

describeOnSqlite("the identity provider's answers", () => {
  const MIB = 1024 * 1024;
  const ALL: Endpoint[] = ["discovery", "token", "jwks", "userinfo"];

  it.each(ALL)("%s: at most 8 MiB are read", async (endpoint) => {
    provider.behave({ claims: someone(), answers: { [endpoint]: { giantBytes: 40 * MIB } } });
    const browser = openBrowser(nextAddress());
    const end = await browser.signIn();
    expect(provider.requests()).toContain(endpoint);
    // What was sent and not read is still in the buffers of the connection.
    expect(provider.sentBytes()).toBeLessThan(24 * MIB);
    expect(browser.jar.has(sessionCookieName())).toBe(false);
    expect(end).toContain("error=");
  });

  it.each(ALL.flatMap((endpoint) => (["silent", "endless"] as const).map((answer) => [endpoint, answer] as const)))(
    "%s: a response that is %s is given up in time",
    async (endpoint, answer) => {
      vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
      onTestFinished(() => void vi.useRealTimers());
      provider.behave({ claims: someone(), answers: { [endpoint]: answer } });
      const browser = openBrowser(nextAddress());
      let end: string | undefined;
      const signingIn = browser.signIn().then((location) => {
        end = location;
      });
      await vi.waitFor(() => expect(provider.requests()).toContain(endpoint));
      expect(end).toBeUndefined();
      await vi.advanceTimersByTimeAsync(12_000);
      await signingIn;
      expect(end).toContain("error=");
    },
  );

  it.each(ALL)("%s: a redirect is not followed", async (endpoint) => {
    const elsewhere = await startHostileProvider();
    onTestFinished(elsewhere.stop);
    const redirectTo = `${elsewhere.url}/${endpoint}`;
    provider.behave({ claims: someone(), answers: { [endpoint]: { redirectTo } } });
    const browser = openBrowser(nextAddress());
    expect(await browser.signIn()).toContain("error=");
    expect(provider.requests()).toContain(endpoint);
    expect(elsewhere.requests()).toEqual([]);
  });
});
