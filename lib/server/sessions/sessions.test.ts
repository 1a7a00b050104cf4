import { beforeEach, expect, it, vi } from "vitest";
import { sessionStateSchema } from "@/lib/contract/sessions";
import { everywhere, principalWith } from "@/lib/server/access/testing/principals";
import { findSession, type SessionRow } from "@/lib/server/identity/session";
import { openVisit, type Visit } from "@/lib/server/identity/testing/visits";
import { db } from "@/lib/server/platform/database/db";
import { resetEnv } from "@/lib/server/platform/env";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { endAllSessions, endSession } from "@/lib/server/sessions/end-sessions";
import { listSessions } from "@/lib/server/sessions/list-sessions";
import { sessionState } from "@/lib/server/sessions/session-state";

const MINUTE = 60_000;

async function sessionOf({ sessionId }: Visit): Promise<SessionRow> {
  const session = await findSession(sessionId);
  if (!session) throw new Error("The session has ended.");
  return session;
}
const nameOf = (role: string) => `Test ${role}`;

describeOnBothDatabases("sessions", () => {
  let auditor: Visit;
  let owner: Visit;
  beforeEach(async () => {
    await db().session.deleteMany();
    auditor = await openVisit("auditor");
    owner = await openVisit("owner");
  });
  const asAuditor = () => principalWith(everywhere("auditor"), nameOf("auditor"), auditor.memberId);
  const asOwner = () => principalWith(everywhere("owner"), nameOf("owner"), owner.memberId);
  const events = (actorId: string) =>
    db().auditEvent.findMany({ where: { actorId, action: "session.end" }, orderBy: { seq: "asc" } });
  /** More sessions of a member, each a second newer than the one before. */
  const add = async (memberId: string, count: number) => {
    const start = Date.now() + 1_000;
    const rows = Array.from({ length: count }, (_, at) => ({
      id: crypto.randomUUID(),
      idHash: crypto.randomUUID(),
      memberId,
      name: "Test auditor",
      userAgent: "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0",
      address: "192.0.2.7",
      createdAt: new Date(start + at * 1_000),
      authenticatedAt: new Date(),
      lastSeenAt: new Date(),
      expiresAt: new Date(start + 60 * MINUTE),
    }));
    await db().session.createMany({ data: rows });
    return rows.map(({ id }) => id).reverse();
  };

  it("are listed to their member alone, with device, address and times, and the browser's own is marked", async () => {
    const [added] = await add(auditor.memberId, 1);
    const current = await sessionOf(auditor);
    const { sessions, ...rest } = await listSessions(asAuditor(), current, {});
    expect(rest).toEqual({ memberName: "Test auditor", total: 2, nextAfter: null });
    expect(sessions).toMatchObject([
      { id: added, device: "Firefox on Windows", address: "192.0.2.7", isThisBrowser: false },
      { id: current.id, device: "Unknown browser", isThisBrowser: true, startedAt: current.createdAt.toISOString() },
    ]);
    expect(JSON.stringify(sessions)).not.toContain(current.idHash);
  });

  it("of others are listed to owners only", async () => {
    const session = await sessionOf(owner);
    const all = await listSessions(asOwner(), session, { of: "everybody" });
    expect(all.sessions.map(({ memberName }) => memberName).toSorted()).toEqual(["Test auditor", "Test owner"]);
    expect(all.memberName).toBeNull();
    const one = await listSessions(asOwner(), session, { member: auditor.memberId });
    expect(one).toMatchObject({ memberName: "Test auditor", total: 1, sessions: [{ memberId: auditor.memberId }] });
    for (const query of [{ of: "everybody" as const }, { member: owner.memberId }])
      await expect(listSessions(asAuditor(), await sessionOf(auditor), query)).rejects.toMatchObject({
        code: "forbidden",
      });
    expect(await listSessions(asAuditor(), session, { member: auditor.memberId })).toMatchObject({ total: 1 });
  });

  it("are listed page by page, also after a session that has ended meanwhile", async () => {
    const ids = await add(auditor.memberId, 130);
    const current = await sessionOf(auditor);
    const first = await listSessions(asAuditor(), current, {});
    expect(first.sessions.map(({ id }) => id)).toEqual(ids.slice(0, 20));
    expect([first.total, first.nextAfter]).toEqual([131, ids[19]]);
    await endSession(asAuditor(), ids[19] ?? "");
    const second = await listSessions(asAuditor(), current, { after: ids[19] });
    expect(second.sessions.map(({ id }) => id)).toEqual(ids.slice(20, 120));
    const third = await listSessions(asAuditor(), current, { after: second.nextAfter ?? "" });
    expect(third.sessions.map(({ id }) => id)).toEqual([...ids.slice(120), current.id]);
    expect(third.nextAfter).toBeNull();
  });

  it("that have ended are not listed, and can't be ended", async () => {
    const ids = await add(auditor.memberId, 4);
    const changes = [{ revokedAt: new Date() }, { expiresAt: new Date(0) }, { lastSeenAt: new Date(0) }];
    for (const [at, data] of changes.entries()) await db().session.update({ where: { id: ids[at] ?? "" }, data });
    expect((await listSessions(asAuditor(), await sessionOf(auditor), {})).total).toBe(2);
    for (const id of ids.slice(0, 3)) await expect(endSession(asAuditor(), id)).rejects.toMatchObject({ status: 404 });
    expect(await events(auditor.memberId)).toEqual([]);
  });

  it("end one by one, and the history says whose and by whom", async () => {
    const [id = ""] = await add(auditor.memberId, 1);
    await endSession(asOwner(), id);
    expect((await listSessions(asAuditor(), await sessionOf(auditor), {})).total).toBe(1);
    expect((await events(owner.memberId)).map(({ actorName, detail }) => [actorName, JSON.parse(detail)])).toEqual([
      [
        "Test owner",
        { person: "Test auditor", device: "Firefox on Windows", sessions: 1, from: "signed-in", to: "ended" },
      ],
    ]);
  });

  it("of others can't be ended by those who are no owners", async () => {
    const { id } = await sessionOf(owner);
    await expect(endSession(asAuditor(), id)).rejects.toMatchObject({ code: "not_found" });
    const ended = endAllSessions(asAuditor(), await sessionOf(auditor), owner.memberId);
    await expect(ended).rejects.toMatchObject({ code: "forbidden" });
    expect(await findSession(owner.sessionId)).not.toBeNull();
  });

  it("end all at once but the one that asks, with one event", async () => {
    await add(auditor.memberId, 3);
    const current = await sessionOf(auditor);
    for (const _ of [1, 2]) await endAllSessions(asAuditor(), current);
    expect(await listSessions(asAuditor(), current, {})).toMatchObject({ total: 1, sessions: [{ id: current.id }] });
    expect(await findSession(owner.sessionId)).not.toBeNull();
    expect((await events(auditor.memberId)).map(({ detail }) => JSON.parse(detail))).toEqual([
      { person: "Test auditor", sessions: 3, from: "signed-in", to: "ended" },
    ]);
    await endAllSessions(asOwner(), await sessionOf(owner), auditor.memberId);
    expect(await findSession(auditor.sessionId)).toBeNull();
    await expect(endAllSessions(asOwner(), current, crypto.randomUUID())).rejects.toMatchObject({ status: 404 });
  });

  it("say how long they last, and asking does not make them longer", async () => {
    vi.useFakeTimers({ toFake: ["Date"] });
    const start = await sessionOf(auditor);
    vi.setSystemTime(start.createdAt.getTime() + 20 * MINUTE);
    const asked = await findSession(auditor.sessionId, { keepsAlive: false });
    expect(asked && sessionStateSchema.parse(sessionState(asked))).toEqual({
      memberId: auditor.memberId,
      noticeInMs: 9 * MINUTE,
      endsInMs: 10 * MINUTE,
      canStay: true,
      isFresh: true,
    });
    expect(sessionState(await sessionOf(auditor)).endsInMs).toBe(30 * MINUTE);
    await db().session.update({
      where: { id: start.id },
      data: { expiresAt: new Date(Date.now() + 30_000), authenticatedAt: new Date(0) },
    });
    expect(sessionState(await sessionOf(auditor))).toMatchObject({
      noticeInMs: 0,
      endsInMs: 30_000,
      canStay: false,
      isFresh: false,
    });
    vi.useRealTimers();
  });

  it("of a minute do not say all the time that they end", async () => {
    vi.stubEnv("LATCHKEY_SESSION_IDLE_MINUTES", "1");
    resetEnv();
    const { noticeInMs } = sessionState(await sessionOf(auditor));
    expect(noticeInMs).toBeGreaterThan(0);
    vi.unstubAllEnvs();
    resetEnv();
  });
});
