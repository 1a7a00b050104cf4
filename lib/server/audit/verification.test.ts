import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { VerificationState } from "@/lib/contract/verification";
import { everywhere, OWNER, onClusters, principalWith } from "@/lib/server/access/testing/principals";
import { findVerification, startVerification } from "@/lib/server/audit/verification";
import { seedEvents } from "@/lib/server/history/testing/seed-events";
import { removeTriggers } from "@/lib/server/history/testing/tamper";
import { db } from "@/lib/server/platform/database/db";
import { processState } from "@/lib/server/platform/process-state";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

/** A busy machine may need longer than the default. */
const WAIT = { timeout: 20_000 };

describeOnBothDatabases("a check of the history by request", ({ provider }) => {
  beforeEach(() => {
    processState("verification", () => ({ check: null })).check = null;
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const ended = () =>
    vi.waitFor(async () => {
      const { check } = await findVerification(OWNER);
      expect(check?.endedAt).not.toBeNull();
      return check;
    }, WAIT);

  it("runs once in a process, tells how far it is, and leaves an event", async () => {
    await seedEvents(provider, 1_200);
    expect((await findVerification(OWNER)).check).toBeNull();
    const auditor = principalWith(everywhere("auditor"));
    const states: VerificationState[] = await Promise.all([startVerification(auditor), startVerification(OWNER)]);
    expect(new Set(states.map(({ check }) => check?.startedAt)).size).toBe(1);
    const check = await ended();
    expect(check).toMatchObject({ checked: 1_200, total: 1_200, result: { ok: true, events: 1_200 } });
    const events = await db().auditEvent.findMany({ where: { action: "history.verify" } });
    expect(events.map(({ actorId, outcome, detail }) => [actorId, outcome, JSON.parse(detail)])).toEqual([
      [auditor.memberId, "succeeded", { events: 1_200 }],
    ]);
  });

  it("names the first broken event, on the screen and in the history", async () => {
    await removeTriggers(provider);
    await db().auditEvent.update({ where: { seq: 700 }, data: { outcome: "refused" } });
    await startVerification(OWNER);
    const reason = "its content does not match its hash";
    expect(await ended()).toMatchObject({ result: { ok: false, brokenAt: 700, reason } });
    const event = await db().auditEvent.findFirstOrThrow({ where: { action: "history.verify", outcome: "broken" } });
    expect(JSON.parse(event.detail)).toEqual({ events: 699, brokenAt: 700, reason });
    const told = await db().noticeEvent.findMany({ where: { kind: "history_broken" } });
    expect(told.map(({ detail }) => JSON.parse(detail))).toEqual([{ reason, brokenAt: "700" }]);
  });

  it("that fails has an end and no result, and can be started again", async () => {
    vi.spyOn(db().auditHead, "findUnique").mockRejectedValueOnce(new Error("gone"));
    await startVerification(OWNER);
    expect(await ended()).toMatchObject({ result: null });
    await startVerification(OWNER);
    expect((await ended())?.result).not.toBeNull();
  });

  it("is refused to who has a role on some clusters only", async () => {
    const member = principalWith(onClusters({ [crypto.randomUUID()]: "admin" }));
    for (const use of [findVerification, startVerification])
      await expect(use(member)).rejects.toMatchObject({ code: "forbidden" });
    expect((await findVerification(OWNER)).check).toBeNull();
    expect(await db().auditEvent.count({ where: { actorId: member.memberId, action: "access.refuse" } })).toBe(2);
  });
});
