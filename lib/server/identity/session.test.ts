import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { Role } from "@/lib/contract/roles";
import { replaceGrants, storedRole } from "@/lib/server/access/grants";
import { findSession, liveSessions, openSession, revokeAll, revokeSession } from "@/lib/server/identity/session";
import { signInFacts } from "@/lib/server/identity/testing/visits";
import { db, transaction } from "@/lib/server/platform/database/db";
import { hashPassword } from "@/lib/server/platform/password-hash";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { PROVIDER, restoreSettings, setSettings } from "@/lib/server/platform/testing/settings";

beforeAll(() => {
  vi.useFakeTimers({ toFake: ["Date"] });
});
afterAll(() => {
  vi.useRealTimers();
});

const MINUTE = 60_000;
const pass = (ms: number) => vi.setSystemTime(Date.now() + ms);

describeOnBothDatabases("a session", () => {
  let memberId: string;
  let sessionId: string;
  beforeEach(async () => {
    memberId = crypto.randomUUID();
    const now = new Date();
    const facts = {
      issuer: "i",
      subject: memberId,
      name: "Test",
      emailVerified: false,
      createdAt: now,
      lastSignInAt: now,
    };
    await db().member.create({ data: { id: memberId, ...facts } });
    await setRole("owner");
    sessionId = await open();
  });
  const open = async () =>
    transaction(async (tx) => {
      const member = await tx.member.findUniqueOrThrow({ where: { id: memberId } });
      return (await openSession(tx, member, signInFacts())).sessionId;
    });
  const member = () => findSession(sessionId);
  const setRole = (role: Role | null) =>
    transaction((tx) => replaceGrants(tx, memberId, "owners", role ? [{ target: "*", role, group: "" }] : []));

  it("belongs to its member, and its ID is not stored", async () => {
    expect((await member())?.memberId).toBe(memberId);
    expect(JSON.stringify(await db().session.findMany())).not.toContain(sessionId);
    expect(await findSession(`${sessionId}x`)).toBeNull();
  });

  it("has a new random ID of 32 bytes each time", async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => open()));
    expect(new Set(ids).size).toBe(5);
    for (const id of ids) expect(Buffer.from(id, "base64url")).toHaveLength(32);
  });

  it("ends after thirty minutes without a request, and not before", async () => {
    pass(30 * MINUTE);
    expect(await member()).not.toBeNull();
    pass(30 * MINUTE);
    expect(await member()).not.toBeNull();
    pass(30 * MINUTE + 1);
    expect(await member()).toBeNull();
  });

  it("is deleted at the next sign-in after it has ended", async () => {
    pass(13 * 60 * MINUTE);
    await open();
    expect(await db().session.count({ where: { memberId } })).toBe(1);
  });

  it("ends after twelve hours, even when it is used all the time", async () => {
    for (let minutes = 29; minutes < 12 * 60; minutes += 29) {
      pass(29 * MINUTE);
      expect(await member()).not.toBeNull();
    }
    const { expiresAt } = await db().session.findFirstOrThrow({ where: { memberId } });
    vi.setSystemTime(expiresAt.getTime() - 1);
    expect(await member()).not.toBeNull();
    pass(1);
    expect(await member()).toBeNull();
  });

  it("lasts as long as the settings say", async () => {
    setSettings({ LATCHKEY_SESSION_IDLE_MINUTES: "5", LATCHKEY_SESSION_HOURS: "1" });
    const short = await open();
    for (let minutes = 0; minutes < 55; minutes += 5) {
      pass(5 * MINUTE);
      expect(await findSession(short)).not.toBeNull();
    }
    pass(5 * MINUTE);
    expect(await findSession(short)).toBeNull();
    restoreSettings();
  });

  it("is updated once a minute at most", async () => {
    const lastSeen = async () => (await db().session.findFirstOrThrow({ where: { memberId } })).lastSeenAt.getTime();
    const opened = await lastSeen();
    pass(MINUTE);
    await member();
    expect(await lastSeen()).toBe(opened);
    pass(1);
    await member();
    expect(await lastSeen()).toBe(opened + MINUTE + 1);
  });

  it("is updated more often when it ends soon, its member too", async () => {
    setSettings({ LATCHKEY_SESSION_IDLE_MINUTES: "2" });
    const lastSeen = async () => {
      const session = await db().session.findFirstOrThrow({ where: { memberId }, include: { member: true } });
      return [session.lastSeenAt.getTime(), session.member.lastSeenAt?.getTime()];
    };
    const [opened] = await lastSeen();
    pass(MINUTE / 2);
    await member();
    expect(await lastSeen()).toEqual([opened, undefined]);
    pass(1);
    expect((await member())?.lastSeenAt).toEqual(new Date());
    expect(await lastSeen()).toEqual([Date.now(), Date.now()]);
    restoreSettings();
  });

  it("is found while the database accepts no writes", async () => {
    const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    vi.spyOn(db().session, "update").mockRejectedValueOnce(new Error("read-only"));
    pass(2 * MINUTE);
    expect((await member())?.memberId).toBe(memberId);
    expect(String(write.mock.calls[0])).toMatch(/"session not touched".*read-only|read-only.*"session not touched"/s);
    vi.restoreAllMocks();
  });

  it("is live for the list of sessions exactly as long as it is found", async () => {
    const isListed = async () => (await db().session.count({ where: { memberId, ...liveSessions() } })) === 1;
    pass(30 * MINUTE);
    expect(await isListed()).toBe(true);
    pass(1);
    expect([await isListed(), await member()]).toEqual([false, null]);
    const expiresAt = new Date(Date.now() + 1);
    await db().session.updateMany({ where: { memberId }, data: { lastSeenAt: new Date(), expiresAt } });
    expect(await isListed()).toBe(true);
    pass(1);
    expect([await isListed(), await member()]).toEqual([false, null]);
    sessionId = await open();
    expect(await isListed()).toBe(true);
    await transaction((tx) => revokeSession(tx, sessionId));
    expect(await isListed()).toBe(false);
  });

  it("that is idle ends for good with all of its member's, and does not count as one that was live", async () => {
    pass(31 * MINUTE);
    const live = await open();
    expect(await transaction((tx) => revokeAll(tx, memberId))).toBe(1);
    const rows = await db().session.findMany({ where: { memberId } });
    expect(rows.map(({ revokedAt }) => revokedAt !== null)).toEqual([true, true]);
    const first = rows.map(({ revokedAt }) => revokedAt);
    pass(MINUTE);
    expect([await transaction((tx) => revokeAll(tx, memberId)), await findSession(live)]).toEqual([0, null]);
    expect((await db().session.findMany({ where: { memberId } })).map(({ revokedAt }) => revokedAt)).toEqual(first);
  });

  it("ends at sign-out at that moment", async () => {
    await transaction((tx) => revokeSession(tx, sessionId));
    expect((await db().session.findFirstOrThrow({ where: { memberId } })).revokedAt).toEqual(new Date());
  });

  it("has its member's name, a row ID of its own, and the time at which it began", async () => {
    const { name, id, createdAt, lastSeenAt } = (await member()) ?? {};
    expect([name, createdAt, lastSeenAt]).toEqual(["Test", new Date(), new Date()]);
    expect(id).not.toBe(sessionId);
  });

  it("ends at sign-out, for a copied cookie too, and only once", async () => {
    expect((await transaction((tx) => revokeSession(tx, sessionId)))?.memberId).toBe(memberId);
    expect(await member()).toBeNull();
    expect(await transaction((tx) => revokeSession(tx, sessionId))).toBeNull();
    expect(await transaction((tx) => revokeSession(tx, "unknown"))).toBeNull();
  });

  it("does not end the member's other sessions when it ends", async () => {
    const other = await open();
    await transaction((tx) => revokeSession(tx, sessionId));
    expect(await findSession(other)).not.toBeNull();
  });

  it("ends with all others of its member, except one, and stays ended", async () => {
    const [kept, other] = [await open(), await open()];
    const { id } = (await findSession(kept)) ?? {};
    expect(await transaction((tx) => revokeAll(tx, memberId, id))).toBe(2);
    expect([await member(), await findSession(other)]).toEqual([null, null]);
    expect(await findSession(kept)).not.toBeNull();
    expect(await transaction((tx) => revokeAll(tx, memberId))).toBe(1);
    for (const disabledAt of [new Date(), null]) {
      await db().member.update({ where: { id: memberId }, data: { disabledAt } });
      expect([await member(), await findSession(kept)]).toEqual([null, null]);
    }
  });

  it("of other members stays when all of one member's end", async () => {
    await transaction((tx) => revokeAll(tx, "somebody-else"));
    expect(await member()).not.toBeNull();
  });

  it("is not opened for a disabled member", async () => {
    await db().member.update({ where: { id: memberId }, data: { disabledAt: new Date() } });
    await expect(open()).rejects.toMatchObject({ code: "no_access" });
  });

  it("of the demo ends when the demo is switched off", async () => {
    await db().session.updateMany({ where: { memberId }, data: { provider: "demo" } });
    for (const [demo, isLive] of [
      ["0", false],
      ["1", true],
    ] as const) {
      setSettings({ ...PROVIDER, LATCHKEY_DEMO: demo });
      expect([demo, (await member()) !== null]).toEqual([demo, isLive]);
    }
    restoreSettings();
  });

  it("of the emergency password ends when that is switched off", async () => {
    await db().session.updateMany({ where: { memberId }, data: { provider: "break-glass" } });
    const isLive = async () => [
      (await member()) !== null,
      (await db().session.count({ where: { memberId, ...liveSessions() } })) === 1,
    ];
    expect(await isLive()).toEqual([false, false]);
    setSettings({
      ...PROVIDER,
      LATCHKEY_DEMO: "0",
      LATCHKEY_BREAK_GLASS_EMAIL: "emergency@example.com",
      LATCHKEY_BREAK_GLASS_HASH: await hashPassword("a long enough emergency password"),
    });
    expect(await isLive()).toEqual([true, true]);
    restoreSettings();
  });

  it("has its member's current role", async () => {
    const role = async () => {
      const found = await member();
      return found ? storedRole(found.access) : "ended";
    };
    expect(await role()).toBe("owner");
    for (const now of ["auditor", null] as const) {
      await setRole(now);
      expect(await role()).toBe(now);
    }
  });
});
