import type { Account } from "next-auth";
import { expect, it } from "vitest";
import { isFresh, type SessionRow } from "@/lib/server/identity/session";
import { authOptions, type SignInOrigin } from "@/lib/server/identity/sign-in";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { restoreSettings, setSettings } from "@/lib/server/platform/testing/settings";

const request = { address: "192.0.2.7", requestId: null };
const seconds = (at: number) => Math.floor(at / 1000);
const idTokenWith = (payload: object) => `e30.${Buffer.from(JSON.stringify(payload)).toString("base64url")}.x`;

const noop = () => undefined;
const optionsFor = (browser: SignInOrigin["browser"]) =>
  authOptions({ facts: request, browser }, { signIn: noop, signedOut: noop, signOut: noop });

type SignIn = { idToken?: object; formerSid?: string | null; userAgent?: string | null };

describeOnBothDatabases("a sign-in", () => {
  /** Signs in as this subject. @returns the ID for the cookie, and the session's row */
  async function signIn(subject: string, { idToken = {}, formerSid = null, userAgent = null }: SignIn = {}) {
    const { callbacks } = optionsFor({ userAgent, formerSid });
    const account: Account = { provider: "oidc", type: "oauth", providerAccountId: subject };
    account.id_token = idTokenWith(idToken);
    const profile = { iss: "https://id.test", sub: subject, name: `Test ${subject}` };
    const token = await callbacks?.jwt?.({ token: {}, account, user: { id: subject }, profile });
    const session = await db().session.findFirstOrThrow({
      where: { member: { subject }, revokedAt: null },
      orderBy: { createdAt: "desc" },
    });
    return { sid: String(token?.["sid"]), session };
  }
  const isLive = async ({ id }: SessionRow) =>
    (await db().session.findUniqueOrThrow({ where: { id } })).revokedAt === null;
  const ends = (memberId: string) =>
    db().auditEvent.findMany({ where: { action: "session.end", actorId: memberId }, orderBy: { seq: "asc" } });

  it("stores the browser's description and the address", async () => {
    const { session } = await signIn("ada", { userAgent: "Mozilla/5.0" });
    expect(session).toMatchObject({ address: "192.0.2.7", userAgent: "Mozilla/5.0", provider: "oidc" });
  });

  it.each(["the same person", "another person"])("ends the browser's former session, of %s", async (who) => {
    const subject = crypto.randomUUID();
    const first = await signIn(subject);
    const elsewhere = await signIn(subject);
    const second = await signIn(who === "the same person" ? subject : crypto.randomUUID(), { formerSid: first.sid });
    expect([await isLive(first.session), await isLive(elsewhere.session), await isLive(second.session)]).toEqual([
      false,
      true,
      true,
    ]);
    expect((await ends(second.session.memberId)).map(({ detail }) => JSON.parse(detail))).toEqual([
      { person: `Test ${subject}`, cause: "new-sign-in", sessions: 1, from: "signed-in", to: "ended" },
    ]);
  });

  it("does not record that it ended a session that had ended before", async () => {
    const first = await signIn("bob");
    await db().session.update({ where: { id: first.session.id }, data: { lastSeenAt: new Date(0) } });
    const second = await signIn("bob", { formerSid: first.sid });
    expect([await isLive(first.session), await ends(second.session.memberId)]).toEqual([false, []]);
    expect(await isLive((await signIn("bob", { formerSid: "made-up" })).session)).toBe(true);
  });

  it("is fresh since the provider last asked who this is", async () => {
    const now = Date.now();
    for (const [auth_time, fresh] of [
      [seconds(now), true],
      [seconds(now - 59 * 60_000), true],
      [seconds(now - 61 * 60_000), false],
      // The provider's clock is a little ahead, or its claim is nonsense.
      [seconds(now + 30_000), true],
      [seconds(now + 600_000), false],
      [now, false],
      [-1, false],
      [0, false],
    ] as const)
      expect([auth_time, isFresh((await signIn("cora", { idToken: { auth_time } })).session)]).toEqual([
        auth_time,
        fresh,
      ]);
    const { session } = await signIn("cora", { idToken: { auth_time: seconds(now + 30_000) } });
    expect(session.authenticatedAt.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it("without a word of the provider is fresh, but not for a person who is signed in already", async () => {
    const first = await signIn("dora");
    expect(isFresh(first.session)).toBe(true);
    const then = new Date(Date.now() - 61 * 60_000);
    await db().session.update({ where: { id: first.session.id }, data: { authenticatedAt: then } });
    const again = await signIn("dora", { formerSid: first.sid, idToken: { auth_time: "now" } });
    expect(again.session.authenticatedAt).toEqual(then);
    // Nobody else's proof counts, and a proof does.
    const other = await signIn("evan", { formerSid: again.sid });
    expect(isFresh(other.session)).toBe(true);
    const proved = await signIn("evan", { formerSid: other.sid, idToken: { auth_time: seconds(Date.now()) } });
    expect(isFresh(proved.session)).toBe(true);
  });

  it("as a person of the demo is fresh each time", async () => {
    const sign = async (formerSid: string | null) => {
      const { callbacks } = optionsFor({ userAgent: null, formerSid });
      const account: Account = { provider: "demo", type: "credentials", providerAccountId: "owner" };
      const token = await callbacks?.jwt?.({ token: {}, account, user: { id: "owner" } });
      return String(token?.["sid"]);
    };
    const sid = await sign(null);
    await db().session.updateMany({ where: { provider: "demo" }, data: { authenticatedAt: new Date(0) } });
    await sign(sid);
    const sessions = await db().session.findMany({ where: { provider: "demo", revokedAt: null } });
    expect(sessions.map(isFresh)).toEqual([true]);
  });

  it("is always fresh where no fresh one is asked for", () => {
    for (const [minutes, fresh] of [
      ["1", false],
      ["0", true],
    ] as const) {
      setSettings({ LATCHKEY_REAUTH_MINUTES: minutes });
      expect([minutes, isFresh({ authenticatedAt: new Date(0) })]).toEqual([minutes, fresh]);
    }
    restoreSettings();
  });
});
