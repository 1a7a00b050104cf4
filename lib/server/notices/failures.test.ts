import { beforeEach, expect, it, vi } from "vitest";
import { AUDITOR, OWNER } from "@/lib/server/access/testing/principals";
import { countFailures, listFailures, sendFailedAgain } from "@/lib/server/notices/failures";
import { seedMember } from "@/lib/server/notices/testing/seed";
import { db } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const DAY = 86_400_000;
const item = {
  ...{ eventId: "e", kind: "review_due", subject: "client c", at: new Date(), detail: {} },
  ...{ clusterId: "c", clientRowId: "r", rotationId: null, memberId: null },
};

async function seedMessage(state: string, daysAgo: number, memberId: string | null = null): Promise<string> {
  const id = crypto.randomUUID();
  const at = new Date(Date.now() - daysAgo * DAY);
  await db().noticeMessage.create({
    data: {
      ...{ id, dedupeKey: id, channel: memberId === null ? "slack" : "mail", memberId, state, tries: 7 },
      ...{
        content: JSON.stringify({ items: [item], more: 0 }),
        createdAt: at,
        dueAt: at,
        lastError: "550 No such user",
      },
    },
  });
  return id;
}

describeOnBothDatabases("messages that were given up", () => {
  beforeEach(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await db().noticeMessage.deleteMany();
  });

  it("are listed for owners, the newest first, page by page, and counted", async () => {
    const memberId = await seedMember("ann");
    const old = await seedMessage("failed", 8);
    await seedMessage("sent", 1);
    await seedMessage("waiting", 1);
    const ids: string[] = [];
    for (let at = 0; at < 30; at++) ids.push(await seedMessage("failed", 1 + at / 100, memberId));
    const first = await listFailures(OWNER);
    expect(first.failures.map(({ id }) => id)).toEqual(ids.slice(0, 20));
    expect(first.failures[0]).toMatchObject({
      ...{ channel: "mail", memberName: "ann", kinds: ["review_due"], tries: 7, answer: "550 No such user" },
    });
    const second = await listFailures(OWNER, { after: first.nextAfter ?? "" });
    expect(second.failures.map(({ id }) => id)).toEqual([...ids.slice(20), old]);
    expect(second.failures.at(-1)?.memberName).toBeNull();
    expect(second.nextAfter).toBeNull();
    expect(await countFailures(OWNER)).toEqual({ count: 31, isCapped: false });
    expect(await countFailures(AUDITOR)).toEqual({ count: 0, isCapped: false });
    await expect(listFailures(AUDITOR)).rejects.toMatchObject({ code: "forbidden" });
  });

  it("are sent again with the same IDs when an owner says so", async () => {
    const id = await seedMessage("failed", 1);
    await seedMessage("dropped", 1);
    await expect(sendFailedAgain(AUDITOR)).rejects.toMatchObject({ code: "forbidden" });
    await sendFailedAgain(OWNER);
    const waiting = await db().noticeMessage.findMany({ where: { state: "waiting" } });
    expect(waiting).toMatchObject([{ id, tries: 0 }]);
    expect(waiting[0]?.dueAt.getTime()).toBeLessThanOrEqual(Date.now());
    expect(await countFailures(OWNER)).toEqual({ count: 0, isCapped: false });
  });
});
