import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { replaceGrants, requireOwner } from "@/lib/server/access/grants";
import { limit } from "@/lib/server/access/rate-limit";
import { OWNER } from "@/lib/server/access/testing/principals";
import { verifyHistory } from "@/lib/server/history/verify-history";
import { findEmergencyAccess } from "@/lib/server/identity/break-glass";
import { sessionCookieName } from "@/lib/server/identity/cookies";
import { findVisitor } from "@/lib/server/identity/find-visitor";
import { openBrowser } from "@/lib/server/identity/testing/browser";
import { db, transaction } from "@/lib/server/platform/database/db";
import { hashPassword } from "@/lib/server/platform/password-hash";
import { processState } from "@/lib/server/platform/process-state";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { restoreSettings, setSettings } from "@/lib/server/platform/testing/settings";

const EMAIL = "it@example.test";
const PASSWORD = "correct horse battery staple";
const HOUR = 3_600_000;

let configured: Record<string, string>;
let lines: string[] = [];
beforeAll(async () => {
  configured = {
    LATCHKEY_DEMO: "0",
    OIDC_ISSUER: "http://127.0.0.1:9",
    OIDC_CLIENT_ID: "latchkey",
    OIDC_CLIENT_SECRET: "the provider is down",
    LATCHKEY_BREAK_GLASS_EMAIL: EMAIL,
    LATCHKEY_BREAK_GLASS_HASH: await hashPassword(PASSWORD),
  };
}, 60_000);
afterAll(restoreSettings);

let count = 0;
const nextAddress = () => `192.0.2.${++count}`;
type Browser = ReturnType<typeof openBrowser>;

async function tryPassword(browser: Browser, email: string, password: string) {
  const { csrfToken } = await (await browser.request("csrf")).json();
  const form = { csrfToken, email, password, callbackUrl: "/clusters", json: "true" };
  const response = await browser.request("callback/break-glass", { form });
  return { status: response.status, headers: [...response.headers.keys()], body: await response.json() };
}
const visitorOf = ({ jar }: Browser) => {
  const cookie = Array.from(jar, ([name, value]) => `${name}=${value}`).join("; ");
  return findVisitor(new Headers({ cookie }));
};
const eventsAfter = (seq: number) => db().auditEvent.findMany({ where: { seq: { gt: seq } }, orderBy: { seq: "asc" } });
const seqNow = async () => (await db().auditHead.findFirstOrThrow()).seq;

describeOnBothDatabases("the emergency sign-in", () => {
  beforeEach(async () => {
    setSettings(configured);
    // The limits count in this process, for all tests and both databases.
    processState("rate-limits", () => new Map()).clear();
    lines = [];
    vi.spyOn(process.stdout, "write").mockImplementation((chunk) => lines.push(String(chunk)) > 0);
    await db().session.deleteMany();
    await db().member.deleteMany();
  });

  it("makes an owner for an hour, without any owner in the database, and says so loudly", async () => {
    const before = await seqNow();
    const address = nextAddress();
    const browser = openBrowser(address);
    const { status, body } = await tryPassword(browser, EMAIL.toUpperCase(), PASSWORD);
    expect([status, body.url]).toEqual([200, "http://localhost:3000/clusters"]);

    const visitor = await visitorOf(browser);
    expect(visitor?.principal).toMatchObject({ role: "owner", access: { everywhere: "owner" } });
    const session = await db().session.findFirstOrThrow({ include: { member: true } });
    expect(session.provider).toBe("break-glass");
    expect(session.expiresAt.getTime() - session.createdAt.getTime()).toBe(HOUR);
    expect(session.member).toMatchObject({ issuer: "break-glass", subject: EMAIL, grantedEmail: null });

    expect(await eventsAfter(before)).toMatchObject([
      {
        action: "session.emergency",
        outcome: "succeeded",
        role: "owner",
        address,
        actorName: `Emergency access (${EMAIL})`,
      },
    ]);
    expect(lines.filter((line) => line.includes("emergency sign-in"))).toHaveLength(1);
    const told = await db().noticeEvent.findMany({ where: { kind: "emergency_sign_in" } });
    expect(told).toMatchObject([{ memberId: session.memberId, detail: JSON.stringify({ address }) }]);
    expect(await findEmergencyAccess(OWNER)).toEqual({ live: { since: session.createdAt.toISOString(), by: EMAIL } });
    expect(await verifyHistory()).toMatchObject({ ok: true });
    expect(lines.join("")).not.toContain(PASSWORD);
  });

  it("answers a wrong address and a wrong password alike, and records both", async () => {
    const before = await seqNow();
    const answers = [];
    for (const [email, password] of [
      [EMAIL, "a wrong password"],
      ["other@example.test", PASSWORD],
      ["", ""],
    ] as const) {
      const browser = openBrowser(nextAddress());
      answers.push(await tryPassword(browser, email, password));
      expect(browser.jar.has(sessionCookieName())).toBe(false);
    }
    expect(answers[0]?.status).toBe(401);
    expect(answers[0]?.body.url).toContain("error=CredentialsSignin");
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    const events = await eventsAfter(before);
    expect(events).toHaveLength(3);
    for (const event of events)
      expect(event).toMatchObject({ action: "session.emergency", outcome: "refused", actorId: null });
    expect(events.map(({ detail }) => detail).join()).not.toMatch(/wrong password|example/);
    expect(await db().session.count()).toBe(0);
  });

  it("ends with its settings, as do its sessions", async () => {
    const browser = openBrowser(nextAddress());
    await tryPassword(browser, EMAIL, PASSWORD);
    expect(await visitorOf(browser)).not.toBeNull();
    setSettings({ ...configured, LATCHKEY_BREAK_GLASS_EMAIL: "", LATCHKEY_BREAK_GLASS_HASH: "" });
    expect(await visitorOf(browser)).toBeNull();
    expect(await findEmergencyAccess(OWNER)).toEqual({ live: null });
    const late = openBrowser(nextAddress());
    const { csrfToken } = await (await late.request("csrf")).json();
    await late.request("callback/break-glass", { form: { csrfToken, email: EMAIL, password: PASSWORD } });
    expect(late.jar.has(sessionCookieName())).toBe(false);
  });

  it("is no longer shown as in use after a sign-out, at its end, or when it was idle", async () => {
    const browser = openBrowser(nextAddress());
    await tryPassword(browser, EMAIL, PASSWORD);
    const { id } = await db().session.findFirstOrThrow();
    const isLive = async () => (await findEmergencyAccess(OWNER)).live !== null;
    const past = new Date(Date.now() - 31 * 60_000);
    for (const data of [{ expiresAt: past }, { lastSeenAt: past }, { revokedAt: new Date() }]) {
      const former = await db().session.findUniqueOrThrow({ where: { id } });
      expect(await isLive()).toBe(true);
      await db().session.update({ where: { id }, data });
      expect(await isLive()).toBe(false);
      await db().session.update({ where: { id }, data: former });
    }
    // Sign-out goes to our own page: the session has nothing to do with the provider.
    const { csrfToken } = await (await browser.request("csrf")).json();
    const response = await browser.request("signout", { form: { csrfToken, callbackUrl: "/sign-in", json: "true" } });
    expect((await response.json()).url).toBe("http://localhost:3000/sign-in");
    expect(await isLive()).toBe(false);
  });

  it("is refused for a member that an owner has disabled", async () => {
    await tryPassword(openBrowser(nextAddress()), EMAIL, PASSWORD);
    await db().member.updateMany({ data: { disabledAt: new Date() } });
    const browser = openBrowser(nextAddress());
    expect((await tryPassword(browser, EMAIL, PASSWORD)).status).toBe(403);
    expect(browser.jar.has(sessionCookieName())).toBe(false);
  });

  it("never counts as the owner who is left", async () => {
    await tryPassword(openBrowser(nextAddress()), EMAIL, PASSWORD);
    const member = await db().member.findFirstOrThrow();
    const grant = { target: "*", role: "owner", group: "" } as const;
    await transaction((tx) => replaceGrants(tx, member.id, "owners", [grant]));
    await expect(transaction(requireOwner)).rejects.toMatchObject({ code: "last_owner" });
  });

  it("takes five tries a minute from one address, and does not hash more", async () => {
    const before = await seqNow();
    const browser = openBrowser(nextAddress());
    const statuses = [];
    for (let at = 0; at < 5; at++) statuses.push((await tryPassword(browser, EMAIL, `wrong ${at}`)).status);
    const started = process.cpuUsage();
    const { status, body } = await tryPassword(browser, EMAIL, PASSWORD);
    // A hash takes some tenths of a second of processor time.
    expect(process.cpuUsage(started).user + process.cpuUsage(started).system).toBeLessThan(250_000);
    expect(statuses).toEqual([401, 401, 401, 401, 401]);
    expect([status, body.url]).toEqual([401, expect.stringContaining("error=RateLimited")]);
    expect(browser.jar.has(sessionCookieName())).toBe(false);
    expect(await eventsAfter(before)).toHaveLength(5);
  });

  it("takes twenty tries a minute from all addresses", async () => {
    for (let at = 0; at < 19; at++) await limit("emergencies", "all");
    expect((await tryPassword(openBrowser(nextAddress()), EMAIL, "the twentieth")).body.url).not.toContain(
      "RateLimited",
    );
    const browser = openBrowser(nextAddress());
    expect((await tryPassword(browser, EMAIL, PASSWORD)).body.url).toContain("error=RateLimited");
    expect(browser.jar.has(sessionCookieName())).toBe(false);
  });
});
