import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import { findAccessText, storedRole } from "@/lib/server/access/grants";
import { verifyHistory } from "@/lib/server/history/verify-history";
import { sessionCookieName } from "@/lib/server/identity/cookies";
import { openBrowser } from "@/lib/server/identity/testing/browser";
import {
  type Endpoint,
  HOSTILE_CLIENT,
  type HostileProvider,
  signInThrough,
  startHostileProvider,
} from "@/lib/server/identity/testing/hostile-provider";
import { db, transaction } from "@/lib/server/platform/database/db";
import { processState } from "@/lib/server/platform/process-state";
import { describeOnBothDatabases, describeOnSqlite } from "@/lib/server/platform/testing/database";
import { restoreSettings } from "@/lib/server/platform/testing/settings";

/** Another issuer than the provider. */
const OTHER = "https://id.example";

let provider: HostileProvider;
let lines: string[] = [];
beforeAll(async () => {
  provider = await startHostileProvider();
  signInThrough(provider, {
    LATCHKEY_OWNERS: "kim@example.test",
  });
});
afterAll(async () => {
  await provider.stop();
  restoreSettings();
});
beforeEach(() => {
  provider.behave();
  // The limits count in this process, for all tests and both databases.
  processState("rate-limits", () => new Map()).clear();
  lines = [];
  vi.spyOn(process.stdout, "write").mockImplementation((chunk) => lines.push(String(chunk)) > 0);
});

/** Each browser has an address of its own, because limits are counted by address. */
let count = 0;
const nextAddress = () => `192.0.2.${++count}`;
const someone = () => ({ sub: crypto.randomUUID() });
const forget = () => db().member.deleteMany();
async function memberOf({ sub }: { sub: string }) {
  const member = await db().member.findFirstOrThrow({ where: { subject: sub } });
  return { ...member, role: storedRole(await transaction((tx) => findAccessText(tx, member.id))) };
}

describeOnBothDatabases("signing in", () => {
  it("works with a good provider", async () => {
    const claims = { ...someone(), name: "Kim", email: "kim@example.test", email_verified: true };
    provider.behave({ claims });
    const browser = openBrowser(nextAddress());
    expect(await browser.signIn()).toBe("http://localhost:3000/clusters");
    expect(browser.jar.has(sessionCookieName())).toBe(true);
    expect(await memberOf(claims)).toMatchObject({ name: "Kim", email: "kim@example.test", role: "owner" });
  });

  it("leaves no token of the provider in the database or the browser", async () => {
    provider.behave({ claims: someone(), userinfo: { name: "Kim" } });
    const browser = openBrowser(nextAddress());
    await browser.signIn();
    const rows = [await db().member.findMany(), await db().session.findMany(), await db().auditEvent.findMany()];
    const held = JSON.stringify([...rows, ...browser.jar.values()]);
    expect(provider.tokens()).toHaveLength(2);
    for (const token of provider.tokens()) expect(held).not.toContain(token);
    expect(browser.jar.get(sessionCookieName())).toMatch(/^[\w-]{43}$/);
  });

  it("works with a provider that has no userinfo endpoint, and with one that sends the name there only", async () => {
    const email = { email: "noah@example.test", email_verified: true };
    const [alone, both] = [someone(), someone()];
    provider.behave({ claims: { ...alone, ...email }, discovery: { userinfo_endpoint: undefined } });
    await openBrowser(nextAddress()).signIn();
    expect(await memberOf(alone)).toMatchObject({ name: email.email, emailVerified: true });
    provider.behave({ claims: { ...both, ...email }, userinfo: { name: "Noah" } });
    await openBrowser(nextAddress()).signIn();
    expect(await memberOf(both)).toMatchObject({ name: "Noah", email: email.email, emailVerified: true });
  });
});

describeOnSqlite("an e-mail address", () => {
  const KIM = "kim@example.test";

  // An address makes an owner once, ever.
  beforeEach(forget);

  async function signedIn(behavior: Parameters<HostileProvider["behave"]>[0] = {}) {
    const { sub } = someone();
    provider.behave({ ...behavior, claims: { sub, ...behavior.claims } });
    await openBrowser(nextAddress()).signIn();
    const { email, emailVerified, role } = await memberOf({ sub });
    return [email, emailVerified, role];
  }

  it.each([
    ["both from the ID token", { claims: { email: KIM, email_verified: true } }, [KIM, true, "owner"]],
    ["both from userinfo", { userinfo: { email: KIM, email_verified: true } }, [KIM, true, "owner"]],
    ['"verified" as text', { userinfo: { email: KIM, email_verified: "true" } }, [KIM, true, "owner"]],
    [
      'the address from the ID token, "verified" from userinfo',
      { claims: { email: KIM }, userinfo: { email: "mallory@example.test", email_verified: true } },
      [KIM, false, null],
    ],
    [
      'the address from userinfo, "verified" from the ID token',
      { claims: { email_verified: true }, userinfo: { email: KIM } },
      [KIM, false, null],
    ],
    [
      "the same address in both, verified in userinfo alone",
      { claims: { email: KIM, email_verified: false }, userinfo: { email: KIM, email_verified: true } },
      [KIM, false, null],
    ],
    ["no word about it", { claims: { email: KIM } }, [KIM, false, null]],
    ["no address", { claims: { email_verified: true } }, [null, false, null]],
    ["null for an address", { claims: { email: null }, userinfo: { email: null } }, [null, false, null]],
    ["an address that is no text", { claims: { email: [KIM], email_verified: true } }, [null, false, null]],
  ] as const)('comes with "verified" from one source: %s', async (_, behavior, expected) => {
    expect(await signedIn(behavior)).toEqual(expected);
  });

  it.each(["True", "TRUE", "yes", "1", "", 1, {}, [true], "true ", null])(
    "is not verified by %j",
    async (email_verified) => {
      expect(await signedIn({ claims: { email: KIM, email_verified } })).toEqual([KIM, false, null]);
    },
  );

  it("is compared without regard to the case of ASCII letters", async () => {
    const email = "KIM@Example.TEST";
    expect(await signedIn({ claims: { email, email_verified: true } })).toEqual([email.toLowerCase(), true, "owner"]);
  });

  it.each([
    ["with a Kelvin sign", "\u212aim@example.test", "\u212aim@example.test"],
    ["with a long s", "kim@example.te\u017ft", "kim@example.te\u017ft"],
    ["in full width", "\uff4bim@example.test", "\uff4bim@example.test"],
    // Stored without what misleads, and then not the address that was verified.
    ["with a character that reverses text", "\u202ekim@example.test", KIM],
    ["with a NUL", "kim\u0000@example.test", KIM],
    ["with a space", " kim@example.test", KIM],
  ])("%s is not the owner's", async (_, email, stored) => {
    const [storedEmail, , role] = await signedIn({ claims: { email, email_verified: true } });
    expect([storedEmail, role]).toEqual([stored, null]);
  });
});

describeOnBothDatabases("what the provider calls a person", () => {
  it("is cut, and loses what is invisible or misleads, before it is stored or logged", async () => {
    const { sub } = someone();
    const before = await db().auditHead.findFirstOrThrow();
    const huge = `\u202e\u0007${"x".repeat(1_000_000)}`;
    const claims = { sub, name: huge, preferred_username: huge, email: `${huge}@example.test`, email_verified: true };
    for (const changes of [{}, { name: "" }, { name: "", preferred_username: "" }]) {
      provider.behave({ claims: { ...claims, ...changes } });
      const browser = openBrowser(nextAddress());
      await browser.signIn();
      const member = await memberOf({ sub });
      expect(member.name).toMatch(/^x{99}…$/);
      expect(member.email).toMatch(/^x{253}…$/);
      expect(member.emailVerified).toBe(false);
    }
    const events = await db().auditEvent.findMany({ where: { seq: { gt: before.seq } } });
    expect(events).toHaveLength(3);
    expect(JSON.stringify(events).length).toBeLessThan(5_000);
    expect(lines.join("").length).toBeLessThan(10_000);
  });

  it("keeps the history verifiable, even when half a character is sent or cut", async () => {
    for (const name of ["half \ud83d", "\udd11 half", `${"x".repeat(98)}\u{1f511}${"y".repeat(50)}`]) {
      provider.behave({ claims: { ...someone(), name } });
      expect(await openBrowser(nextAddress()).signIn()).toContain("/clusters");
    }
    expect(await verifyHistory()).toMatchObject({ ok: true });
  });

  it.each(["", "x".repeat(256), "with\u0000nul", "\u202e", "\ud800", "ünï", 7, null])(
    "is refused when the subject is %j, which no provider may send",
    async (sub) => {
      const before = await db().member.count();
      provider.behave({ claims: { sub, name: "x", email: "x@example.test", email_verified: true } });
      expect(await openBrowser(nextAddress()).signIn()).toContain("error=OAuthCallback");
      expect(await db().member.count()).toBe(before);
    },
  );

  it("in an error is cut in the log, and can't turn its text around", async () => {
    const browser = openBrowser(nextAddress());
    await browser.begin();
    await browser.request(`callback/oidc?error=${encodeURIComponent(`\u202e${"x".repeat(100_000)}`)}`);
    expect(lines.join("").length).toBeLessThan(20_000);
    expect(lines.join("")).not.toContain("\u202e");
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

  it.each(ALL)("%s: nothing is unpacked, so a small response stays small", async (endpoint) => {
    provider.behave({ claims: someone(), answers: { [endpoint]: "packed" } });
    const browser = openBrowser(nextAddress());
    expect(await browser.signIn()).toContain("error=");
    expect(provider.requests()).toContain(endpoint);
    expect(browser.jar.has(sessionCookieName())).toBe(false);
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

describeOnSqlite("what a sign-in asks of the provider", () => {
  const begin = async (query: string) => {
    const browser = openBrowser(nextAddress());
    const { csrfToken } = await (await browser.request("csrf")).json();
    const form = { csrfToken, callbackUrl: "/clusters", json: "true" };
    const { url } = await (await browser.request(`signin/oidc?${query}`, { form })).json();
    return { browser, asked: new URL(url) };
  };
  const OWN = {
    ...{ client_id: HOSTILE_CLIENT.id, scope: "openid email profile", response_type: "code" },
    ...{ redirect_uri: "http://localhost:3000/api/auth/callback/oidc", code_challenge_method: "S256" },
    ...{ state: expect.any(String), nonce: expect.any(String), code_challenge: expect.any(String) },
  };

  it("is a new proof of who this is, where the page says so, and nothing else that a request names", async () => {
    const proof = (await begin("max_age=0&prompt=login")).asked.searchParams;
    expect(Object.fromEntries(proof)).toEqual({ ...OWN, max_age: "0", prompt: "login" });
    const names = ["client_id", "scope", "redirect_uri", "response_type", "response_mode", "state", "nonce", "request"];
    const more = [
      "request_uri",
      "code_challenge",
      "code_challenge_method",
      "claims",
      "hd",
      "login_hint",
      "callbackUrl",
    ];
    const query = new URLSearchParams([...names, ...more, "__proto__"].map((name) => [name, "https://evil.example"]));
    expect(Object.fromEntries((await begin(query.toString())).asked.searchParams)).toEqual(OWN);
  });

  it.each(["max_age=0&max_age=9999", "prompt=none", "prompt=login&prompt=none", "max_age=-1", "max_age=9", "max_age="])(
    "is not weakened by %s",
    async (query) => {
      expect(Object.fromEntries((await begin(query)).asked.searchParams)).toEqual(OWN);
    },
  );
});

describeOnBothDatabases("a sign-in that fails", () => {
  const eventsFrom = (address: string) => db().auditEvent.findMany({ where: { address }, orderBy: { seq: "asc" } });

  it.each([
    ["a wrong state", { callback: { state: "of-somebody-else" } }],
    ["a wrong nonce", { claims: { nonce: "of-somebody-else" } }],
    ["another issuer", { claims: { iss: OTHER } }],
    ["a discovery document of another issuer", { discovery: { issuer: OTHER }, claims: { iss: OTHER } }],
    ["another audience", { claims: { aud: "another-app" } }],
    ["a token that has expired", { claims: { exp: 1 } }],
    ["a token without a signature", { signature: "none" }],
    ["a token signed with the public key", { signature: "HS256" }],
    ["a token signed by an unknown key", { signature: "stranger" }],
    ["a code that has expired", { codes: "expired" }],
    ["userinfo about somebody else", { userinfo: { sub: "another" } }],
    [
      "a response of another provider",
      {
        callback: { iss: OTHER },
        discovery: { authorization_response_iss_parameter_supported: true },
      },
    ],
    ["a person who declines", { callback: { error: "access_denied" } }],
    ["a provider that is down", { answers: { token: { status: 503 } } }],
  ] as const)("leaves an event and a log line, with the address: %s", async (_, behavior) => {
    const address = nextAddress();
    provider.behave(behavior);
    const browser = openBrowser(address);
    expect(await browser.signIn()).toContain("error=");
    expect(browser.jar.has(sessionCookieName())).toBe(false);
    expect(await eventsFrom(address)).toMatchObject([
      {
        action: "session.sign-in",
        outcome: "refused",
        actorId: null,
        actorName: "Not signed in",
        role: null,
        requestId: expect.any(String),
        detail: '{"code":"sign_in_not_confirmed"}',
      },
    ]);
    expect(lines.find((line) => line.includes("sign-in"))).toContain(`"address":"${address}"`);
  });

  it("leaves one when the provider can't be reached at the start", async () => {
    const address = nextAddress();
    provider.behave({ answers: { discovery: { status: 503 } } });
    expect(await openBrowser(address).signIn()).toContain("error=OAuthSignin");
    expect(await eventsFrom(address)).toMatchObject([
      { action: "session.sign-in", outcome: "refused", detail: '{"code":"sign_in_unreachable"}' },
    ]);
  });

  it.each([
    ["finding the member", () => vi.spyOn(db().member, "findUnique")],
    ["storing the session", () => vi.spyOn(db(), "$transaction")],
  ])("leaves one when %s fails, and tells the browser nothing about it", async (_, spyOn) => {
    const address = nextAddress();
    provider.behave({ claims: someone() });
    const browser = openBrowser(address);
    const back = await browser.visitProvider(await browser.begin());
    const failure = new Error("disk full at /var/lib/latchkey");
    spyOn().mockRejectedValueOnce(failure);
    const location = (await browser.request(back)).headers.get("location");
    expect(location).toContain("error=Callback");
    expect(location).not.toContain("disk");
    expect(lines.join("")).toContain(failure.message);
    expect(await eventsFrom(address)).toMatchObject([
      { action: "session.sign-in", outcome: "refused", detail: '{"code":"internal"}' },
    ]);
    vi.restoreAllMocks();
  });

  it("leaves one of its own address, while others sign in", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    onTestFinished(() => void vi.useRealTimers());
    const [unlucky, lucky] = [nextAddress(), nextAddress()];
    provider.behave({ answers: { token: "silent" } });
    const failing = openBrowser(unlucky).signIn();
    await vi.waitFor(() => expect(provider.requests()).toContain("token"));
    provider.behave({ claims: someone() });
    expect(await openBrowser(lucky).signIn()).toContain("/clusters");
    await vi.advanceTimersByTimeAsync(12_000);
    expect(await failing).toContain("error=");
    expect(await eventsFrom(unlucky)).toMatchObject([{ outcome: "refused" }]);
    expect(await eventsFrom(lucky)).toMatchObject([{ outcome: "succeeded" }]);
    expect(lines.filter((line) => line.includes("sign-in failed"))).toEqual([expect.stringContaining(unlucky)]);
  });

  it("leaves one when a code is used again, here and elsewhere", async () => {
    const [browser, address] = [openBrowser(nextAddress()), nextAddress()];
    provider.behave({ claims: someone() });
    const back = await browser.visitProvider(await browser.begin());
    const thief = openBrowser(address);
    await thief.begin();
    expect((await thief.request(back)).headers.get("location")).toContain("error=OAuthCallback");
    expect(thief.jar.has(sessionCookieName())).toBe(false);
    expect((await browser.request(back)).headers.get("location")).toContain("/clusters");
    expect((await browser.request(back)).headers.get("location")).toContain("error=");
    expect(await eventsFrom(address)).toHaveLength(1);
  });

  it("leaves ten events a minute of one address, and sixty of all that are not signed in", async () => {
    const before = await db().auditEvent.count();
    const [first, ...others] = Array.from({ length: 12 }, nextAddress);
    for (let turn = 0; turn < 15; turn++) await openBrowser(first ?? "").request("callback/oidc?code=1&state=1");
    expect(await eventsFrom(first ?? "")).toHaveLength(10);
    expect(lines.filter((line) => line.includes(`"${first}"`))).toHaveLength(15);
    for (const address of others)
      for (let turn = 0; turn < 10; turn++) await openBrowser(address).request("callback/oidc?code=1&state=1");
    expect((await db().auditEvent.count()) - before).toBeLessThanOrEqual(60);
  });

  it("sends the person back even if its event can't be stored", async () => {
    vi.spyOn(db(), "$transaction").mockRejectedValueOnce(new Error("read-only"));
    const response = await openBrowser(nextAddress()).request("callback/oidc?code=1&state=1");
    expect([response.status, response.headers.get("location")]).toEqual([
      303,
      "http://localhost:3000/sign-in?error=NotBegun",
    ]);
    vi.restoreAllMocks();
  });
});

describeOnSqlite("the limit of sign-ins from an address", () => {
  const signsIn = async (address: string) => {
    provider.behave({ claims: someone() });
    return (await openBrowser(address).signIn()).endsWith("/clusters");
  };

  it.each([
    ["callbacks without the cookie that began it", "callback/oidc?code=1&state=1", {}],
    ["callbacks of images", "callback/oidc?code=1", { headers: { "sec-fetch-site": "cross-site" } }],
    ["GETs that begin nothing", "signin/oidc", {}],
    ["forms of another site", "signin/oidc", { form: {}, headers: { origin: "https://evil.example" } }],
    ["forms of another site, for the demo", "callback/demo", { form: { person: "owner" } }],
  ])("is not used up by %s", async (_, path, sent) => {
    const address = nextAddress();
    const victim = openBrowser(address);
    const url = await victim.begin();
    provider.behave({ claims: someone() });
    for (let turn = 0; turn < 70; turn++) {
      const response = await openBrowser(address).request(path, sent);
      expect(response.headers.get("location")).not.toContain("RateLimited");
    }
    expect(provider.requests()).toEqual([]);
    expect((await victim.request(await victim.visitProvider(url))).headers.get("location")).toContain("/clusters");
    expect(await signsIn(address)).toBe(true);
  });

  it("counts a network of IPv6 as one address, because one person has as many as they like", async () => {
    for (let turn = 0; turn < 60; turn++) await openBrowser(`2001:db8:0:7:${turn.toString(16)}::1`).begin();
    expect(await openBrowser("2001:db8::7:ffff:ffff:ffff:ffff").begin()).toContain("RateLimited");
    for (const other of ["2001:db8:0:8::1", "::ffff:192.0.2.77", "::ffff:192.0.2.78", "fe80::1%eth0", "unknown"])
      expect(await openBrowser(other).begin(), other).not.toContain("RateLimited");
  });

  it("holds for sign-ins that were begun, and for each address alone", async () => {
    const address = nextAddress();
    const browser = openBrowser(address);
    await browser.begin();
    const back = "callback/oidc?code=1&state=1";
    const state = browser.jar.get("latchkey.state") ?? "";
    const ends: string[] = [];
    for (let turn = 0; turn < 61; turn++) {
      browser.jar.set("latchkey.state", state);
      ends.push((await browser.request(back)).headers.get("location") ?? "");
    }
    expect(ends.at(0)).not.toContain("RateLimited");
    expect(ends.at(-1)).toBe("http://localhost:3000/sign-in?error=RateLimited");
    expect(await signsIn(address)).toBe(false);
    expect(await signsIn(nextAddress())).toBe(true);
  });
});
