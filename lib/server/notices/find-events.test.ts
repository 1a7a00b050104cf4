import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { readContent } from "@/lib/server/notices/content";
import { expandNotices } from "@/lib/server/notices/expand";
import { findNotices } from "@/lib/server/notices/find-events";
import { findFacts, noticeTexts } from "@/lib/server/notices/notice-words";
import { seedClient, seedCluster } from "@/lib/server/notices/testing/seed";
import { writeNotice } from "@/lib/server/outbox/write-notice";
import { db, transaction } from "@/lib/server/platform/database/db";
import { countStatements } from "@/lib/server/platform/testing/count-statements";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";
import { restoreSettings, setSettings } from "@/lib/server/platform/testing/settings";

const NOW = new Date("2027-03-10T12:00:00Z");
const before = (minutes: number) => new Date(NOW.getTime() - minutes * 60_000);
const told = async () => (await db().noticeEvent.findMany({ orderBy: { key: "asc" } })).map(({ key }) => key);

const orphan = (id: string, settledAt: Date, clusterId = "c") => ({
  ...{ id, kind: "create", state: "orphaned", clusterId, clientName: `client-${id}`, clientId: `id-${id}` },
  ...{ actorId: "a", actorName: "A", role: "owner", requestedAt: settledAt, settledAt },
});
const seedOrphan = (...about: Parameters<typeof orphan>) => db().operation.create({ data: orphan(...about) });

async function seedRotation(id: string, deadline: Date, more: object = {}): Promise<void> {
  await db().rotation.create({
    data: {
      ...{ id, reason: "rotate", clusterId: "c", oldClientId: `old-${id}`, oldName: "old", newName: "old-2" },
      ...{ openKey: `old-${id}`, deadline, deadlineAction: "remind", startedById: "a", startedByName: "A" },
      ...{ startedAt: before(10_000), ...more },
    },
  });
}

/** The sentences of the message that all events so far would make. */
async function sentences(): Promise<string[]> {
  setSettings({ LATCHKEY_SLACK_WEBHOOK: "https://slack.test/x" });
  await expandNotices(new AbortController().signal, NOW);
  const rows = await db().noticeMessage.findMany({ orderBy: { id: "asc" } });
  const items = rows.flatMap(({ content }) => readContent(content).items);
  return noticeTexts(items, await findFacts(db(), items), "UTC").map(({ text }) => text);
}

describeOnBothDatabases("what only time tells", () => {
  beforeEach(async () => {
    vi.spyOn(process.stdout, "write").mockReturnValue(true);
    await db().noticeMessage.deleteMany();
    await db().noticeEvent.deleteMany();
    await db().operation.deleteMany();
    await db().rotation.deleteMany();
    await db().cluster.deleteMany();
    const healthy = { syncError: null, clustersListedAt: NOW };
    await db().organization.upsert({
      where: { id: "default" },
      create: { id: "default", ...healthy },
      update: healthy,
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
    restoreSettings();
  });

  it("is an orphan that nobody has dealt with for an hour, once", async () => {
    await seedOrphan("new", before(59));
    await seedOrphan("old", before(61));
    await findNotices(NOW);
    await findNotices(NOW);
    expect(await told()).toEqual(["orphan_left:old"]);
    expect(await sentences()).toEqual([
      'The client "client-old" in "" exists, but nobody has its secret. Delete it and create it again.',
    ]);
    await db().operation.updateMany({ data: { state: "discarded" } });
    expect(await sentences()).toEqual([]);
  });

  it("is an open rotation past its deadline, once for each deadline", async () => {
    await seedRotation("due", before(1));
    await seedRotation("later", new Date(NOW.getTime() + 60_000));
    await seedRotation("ended", before(1), { openKey: null });
    await seedRotation("deleting", before(1), { deadlineAction: "delete" });
    await seedRotation("stuck", before(61), { deadlineAction: "delete" });
    await findNotices(NOW);
    await findNotices(NOW);
    const keys = [
      `rotation_overdue:due:${before(1).toISOString()}`,
      `rotation_overdue:stuck:${before(61).toISOString()}`,
    ];
    expect(await told()).toEqual(keys);
    await db().rotation.update({ where: { id: "due" }, data: { deadline: before(0) } });
    await findNotices(NOW);
    expect(await told()).toHaveLength(3);
  });

  it("says of a leaked client that is deleted and not replaced that it is deleted", async () => {
    await seedRotation("leaked", before(1), { reason: "leak", oldDeletedAt: before(60) });
    await findNotices(NOW);
    expect(await sentences()).toEqual([expect.stringContaining("The old client is deleted, and there is no new one.")]);
  });

  it("of an end that has passed says that the deletion is near, and not that it will be in the past", async () => {
    const clusterId = await seedCluster("Orders");
    const endsAt = before(120);
    const clientRowId = await seedClient(clusterId, "worker", { endsAt, endAction: "delete" });
    await transaction((tx) => writeNotice(tx, { kind: "end_near", key: "late", clusterId, clientRowId }));
    await db().noticeEvent.updateMany({ data: { at: NOW } });
    expect(await sentences()).toEqual([
      'The client "worker" in "Orders" reached its end on 10 Mar 2027, 10:00 (UTC), and will be deleted in an hour at the earliest. Put its end off if somebody still needs it.',
    ]);
  });

  it("is a sync that fails for an hour: of everything once, of some clusters once a day", async () => {
    const failing = (minutes: number) =>
      db().organization.update({
        where: { id: "default" },
        data: { syncError: "console_unreachable", clustersListedAt: before(minutes) },
      });
    await failing(59);
    await findNotices(NOW);
    expect(await told()).toEqual([]);
    await failing(61);
    for (let turn = 0; turn < 2; turn++) await findNotices(NOW);
    expect(await told()).toEqual([`sync_failing:all:${before(61).toISOString()}`]);
    expect(await sentences()).toEqual([
      expect.stringContaining(
        "has not been able to sync with Camunda since 10 Mar 2027, 10:59 (UTC). Camunda's Console",
      ),
    ]);
    await db().organization.update({ where: { id: "default" }, data: { syncError: null } });
    const [a, b] = [await seedCluster("a"), await seedCluster("b")];
    await db().cluster.update({ where: { id: a }, data: { syncError: "console_denied", clientsListedAt: before(61) } });
    await db().cluster.update({ where: { id: b }, data: { syncError: "console_denied", clientsListedAt: before(5) } });
    for (let turn = 0; turn < 2; turn++) await findNotices(NOW);
    expect((await told()).filter((key) => key.includes("some"))).toEqual(["sync_failing:some:2027-03-10"]);
  });

  it("takes a bounded number of statements, however much of it there is", async () => {
    await db().operation.createMany({ data: Array.from({ length: 120 }, (_, at) => orphan(`o${at}`, before(90))) });
    await findNotices(NOW);
    expect(await told()).toHaveLength(120);
    let statements = 0;
    const restore = countStatements(() => {
      statements += 1;
    });
    await findNotices(NOW);
    restore();
    expect(statements).toBeLessThan(15);
  });

  it("leaves out a client that Latchkey itself was creating, and words that are no longer true", async () => {
    const clusterId = await seedCluster("Orders");
    const tell = (
      key: string,
      kind: "created_elsewhere" | "end_near" | "review_due",
      clientRowId: string,
      detail = {},
    ) => transaction((tx) => writeNotice(tx, { kind, key, clusterId, clientRowId, detail }));
    await seedOrphan("lost", before(5), clusterId);
    await tell("1", "created_elsewhere", await seedClient(clusterId, "client-lost"));
    await tell("2", "created_elsewhere", await seedClient(clusterId, "ours", { origin: "managed" }));
    await tell("3", "created_elsewhere", await seedClient(clusterId, "theirs"));
    const [moved, reviewed] = [before(-9_000), before(-90_000)];
    await tell("4", "end_near", await seedClient(clusterId, "moved", { endsAt: moved, endAction: "delete" }), {
      endsAt: before(-90).toISOString(),
    });
    await tell("5", "review_due", await seedClient(clusterId, "reviewed", { reviewAt: reviewed }), {
      reviewAt: NOW.toISOString(),
    });
    expect(await sentences()).toEqual(['The client "theirs" in "Orders" was created outside Latchkey.']);
  });
});
