import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import { roleOf } from "@/lib/server/identity/member";
import { findSession, openSession, revokeSession } from "@/lib/server/identity/session";
import { db, transaction } from "@/lib/server/platform/database/db";
import { resetEnv } from "@/lib/server/platform/env";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

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
    await db().member.create({ data: { id: memberId, role: "owner", ...facts } });
    sessionId = await transaction((tx) => openSession(tx, memberId));
  });
  const member = () => findSession(sessionId);
  const change = (data: { role?: string | null; disabledAt?: Date }) =>
    db().member.update({ where: { id: memberId }, data });

  it("belongs to its member, and its ID is not stored", async () => {
    expect((await member())?.id).toBe(memberId);
    expect(JSON.stringify(await db().session.findMany())).not.toContain(sessionId);
    expect(await findSession(`${sessionId}x`)).toBeNull();
  });

  it("has a new random ID of 32 bytes each time", async () => {
    const ids = await Promise.all(Array.from({ length: 5 }, () => transaction((tx) => openSession(tx, memberId))));
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
    await transaction((tx) => openSession(tx, memberId));
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
    vi.stubEnv("LATCHKEY_SESSION_IDLE_MINUTES", "5");
    vi.stubEnv("LATCHKEY_SESSION_HOURS", "1");
    resetEnv();
    const short = await transaction((tx) => openSession(tx, memberId));
    for (let minutes = 0; minutes < 55; minutes += 5) {
      pass(5 * MINUTE);
      expect(await findSession(short)).not.toBeNull();
    }
    pass(5 * MINUTE);
    expect(await findSession(short)).toBeNull();
    vi.unstubAllEnvs();
    resetEnv();
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

  it("ends at sign-out, for a copied cookie too, and only once", async () => {
    expect((await transaction((tx) => revokeSession(tx, sessionId)))?.id).toBe(memberId);
    expect(await member()).toBeNull();
    expect(await transaction((tx) => revokeSession(tx, sessionId))).toBeNull();
    expect(await transaction((tx) => revokeSession(tx, "unknown"))).toBeNull();
  });

  it("does not end the member's other sessions when it ends", async () => {
    const other = await transaction((tx) => openSession(tx, memberId));
    await transaction((tx) => revokeSession(tx, sessionId));
    expect(await findSession(other)).not.toBeNull();
  });

  it("ends immediately when its member is disabled", async () => {
    await change({ disabledAt: new Date() });
    expect(await member()).toBeNull();
  });

  it("of a demo's person is dead once the demo is over", async () => {
    await db().member.update({ where: { id: memberId }, data: { issuer: "demo" } });
    const memberWhile = async (demo: "0" | "1") => {
      vi.stubEnv("LATCHKEY_DEMO", demo);
      resetEnv();
      return member();
    };
    const single = { OIDC_ISSUER: "https://id.test", OIDC_CLIENT_ID: "id", OIDC_CLIENT_SECRET: "secret" };
    for (const [name, value] of Object.entries(single)) vi.stubEnv(name, value);
    expect((await memberWhile("1"))?.id).toBe(memberId);
    expect(await memberWhile("0")).toBeNull();
    vi.unstubAllEnvs();
    resetEnv();
  });

  it("has its member's current role", async () => {
    const role = async () => {
      const found = await member();
      return found ? roleOf(found) : "ended";
    };
    expect(await role()).toBe("owner");
    for (const now of ["auditor", null]) {
      await change({ role: now });
      expect(await role()).toBe(now);
    }
    await change({ role: "superuser" });
    expect(await role()).toBeNull();
  });
});
