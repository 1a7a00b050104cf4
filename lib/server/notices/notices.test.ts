import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { replaceGrants } from "@/lib/server/access/grants";
import { deliverNotices } from "@/lib/server/notices/deliver";
import { expandNotices } from "@/lib/server/notices/expand";
import { NOTICES_JOB } from "@/lib/server/notices/notices-job";
import { storeRule } from "@/lib/server/notices/rules";
import { startMailServer, startReceiver, startSilentServer } from "@/lib/server/notices/testing/receivers";
import { seedClient, seedCluster, seedMember } from "@/lib/server/notices/testing/seed";
import { type Notice, writeNotice } from "@/lib/server/outbox/write-notice";
import { db, transaction } from "@/lib/server/platform/database/db";
import { describeOnBothDatabases, describeOnSqlite } from "@/lib/server/platform/testing/database";
import { restoreSettings, setSettings } from "@/lib/server/platform/testing/settings";

const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;
const MINUTE = 60_000;
/** For a machine that is busy. */
const WAIT = { timeout: 20_000 };
const NOON = new Date("2027-03-10T12:00:00Z");

const signal = new AbortController().signal;
const run = () => NOTICES_JOB.run({ startedAt: new Date(), signal });
const tell = (notice: Notice) => transaction((tx) => writeNotice(tx, notice));
const passTime = (ms: number) => vi.setSystemTime(Date.now() + ms);
const messages = () => db().noticeMessage.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }] });
const rule = (kind: Notice["kind"], timing: "at_once" | "daily" | "off", channels: ("mail" | "webhook")[]) =>
  transaction((tx) => storeRule(tx, { kind, timing, channels }));

/** Settings for a mail server and a receiver on this machine. */
const settingsFor = (mailUrl: string, webhookUrl: string) =>
  setSettings({
    LATCHKEY_SMTP_URL: mailUrl,
    LATCHKEY_MAIL_FROM: "Latchkey <latchkey@example.test>",
    LATCHKEY_NOTICE_WEBHOOK: webhookUrl,
    LATCHKEY_NOTICE_WEBHOOK_SECRET: SECRET,
    LATCHKEY_NOTICE_HOSTS: "127.0.0.1",
  });

beforeEach(async () => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  vi.useFakeTimers({ toFake: ["Date"], now: NOON });
  await db().noticeMessage.deleteMany();
  await db().noticeEvent.deleteMany();
  await db().noticeRule.deleteMany();
  await db().cluster.deleteMany();
  await db().member.deleteMany();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  restoreSettings();
});

describeOnBothDatabases("a notice", () => {
  it("is sent once by mail and once as a webhook that another library verifies", async () => {
    await using mailServer = await startMailServer();
    await using receiver = await startReceiver();
    settingsFor(mailServer.url, receiver.url);
    const clusterId = await seedCluster("Orders");
    const ownerId = await seedMember("olga", { role: "auditor", zone: "America/New_York" });
    await seedMember("admin", { role: "admin" });
    const endsAt = new Date("2027-03-14T12:00:00Z");
    const clientRowId = await seedClient(clusterId, "worker", { ownerId, endsAt, endAction: "delete" });
    await rule("end_near", "at_once", ["mail", "webhook"]);
    await tell({ kind: "end_near", key: "1", clusterId, clientRowId });
    await run();
    passTime(10 * MINUTE);
    await run();

    expect(mailServer.mails).toHaveLength(1);
    const [mail] = mailServer.mails;
    expect(mail?.to).toEqual(["olga@example.test"]);
    expect(mail?.from).toBe("latchkey@example.test");
    // Summer time begins in New York on that day.
    expect(mail?.text).toContain(
      'The client "worker" in "Orders" will be deleted on 14 Mar 2027, 08:00 (America/New_York)',
    );
    const { clientId } = await db().client.findUniqueOrThrow({ where: { id: clientRowId } });
    expect(mail?.text).toContain(`http://localhost:3000/clusters/${clusterId}/clients/${clientId}`);
    expect(mail?.text).toContain("Stop these: http://localhost:3000/settings/notices#end_near");
    expect(mail?.headers).toMatch(/List-Unsubscribe: <http:\/\/localhost:3000\/settings\/notices#end_near>/i);

    expect(receiver.received).toHaveLength(1);
    const { body = "", headers = {} } = receiver.received[0] ?? {};
    // The receiver checks the time, too.
    vi.setSystemTime(NOON);
    const signed = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    const event = new Webhook(SECRET).verify(body, signed);
    expect(event).toMatchObject({
      type: "latchkey.notices",
      data: { notices: [{ kind: "end_near", clusterId, clientId }] },
    });
    expect(() => new Webhook(SECRET).verify(body.replace("worker", "other"), signed)).toThrow();
    const sent = await messages();
    expect(sent.map(({ state }) => state)).toEqual(["sent", "sent"]);
    expect(sent.map(({ id }) => id)).toContain(headers["webhook-id"]);
    expect(mail?.headers).toContain(`<${sent.find(({ channel }) => channel === "mail")?.id}@localhost>`);
  });

  it("that is refused is tried again after growing pauses with the same ID, and then given up", async () => {
    await using mailServer = await startMailServer();
    await using receiver = await startReceiver((_, response) => response.writeHead(500).end("out of order"));
    settingsFor(mailServer.url, receiver.url);
    await rule("history_broken", "at_once", ["webhook"]);
    await tell({ kind: "history_broken", key: "1", detail: { reason: "event 2 is missing" } });
    await run();
    expect(receiver.received).toHaveLength(1);
    const pauses = [1, 5, 30, 120, 360, 1_440];
    for (const [at, pause] of pauses.entries()) {
      passTime(pause * MINUTE - 1_000);
      await run();
      expect(receiver.received, `before the pause of ${pause} minutes`).toHaveLength(at + 1);
      passTime(2_000);
      await run();
      expect(receiver.received, `after the pause of ${pause} minutes`).toHaveLength(at + 2);
    }
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
    expect(await messages()).toMatchObject([{ state: "failed", tries: 7, lastError: "500: out of order" }]);
    passTime(3 * 1_440 * MINUTE);
    await run();
    expect(receiver.received).toHaveLength(7);
  });

  it("of a channel that is no longer set up is given up after a day", async () => {
    await using mailServer = await startMailServer();
    await using receiver = await startReceiver((_, response) => response.writeHead(500).end());
    settingsFor(mailServer.url, receiver.url);
    await rule("history_broken", "at_once", ["webhook"]);
    await tell({ kind: "history_broken", key: "1", detail: { reason: "event 2 is missing" } });
    await run();
    setSettings({ LATCHKEY_NOTICE_WEBHOOK: "", LATCHKEY_NOTICE_WEBHOOK_SECRET: "" });
    passTime(1_441 * MINUTE - 1);
    await run();
    expect(await messages()).toMatchObject([{ state: "waiting", tries: 1 }]);
    passTime(1);
    await run();
    expect(await messages()).toMatchObject([{ state: "failed", lastError: "This channel is not set up." }]);
    expect(receiver.received).toHaveLength(1);
  });

  it("is sent again with the same ID when the process ended after the send and before it was stored", async () => {
    await using mailServer = await startMailServer();
    await using receiver = await startReceiver();
    settingsFor(mailServer.url, receiver.url);
    await rule("history_broken", "at_once", ["webhook"]);
    await tell({ kind: "history_broken", key: "1", detail: { reason: "x" } });
    await expandNotices(signal);
    const id = (await messages())[0]?.id ?? "";
    const { noticeMessage } = db();
    const store = noticeMessage.updateMany.bind(noticeMessage);
    const ended = vi.spyOn(noticeMessage, "updateMany");
    ended.mockImplementation((args) => {
      if (args.data.state === "sent") throw new Error("the process ended");
      return store(args);
    });
    await deliverNotices(signal);
    ended.mockRestore();
    expect(receiver.received).toHaveLength(1);
    expect(await messages()).toMatchObject([{ state: "waiting", tries: 1 }]);
    await deliverNotices(signal);
    expect(receiver.received).toHaveLength(1);
    passTime(MINUTE + 1_000);
    await deliverNotices(signal);
    expect(receiver.received.map(({ headers }) => headers["webhook-id"])).toEqual([id, id]);
    expect(await messages()).toMatchObject([{ state: "sent" }]);
  });

  it("is made and sent once when two instances do so at once", async () => {
    await using mailServer = await startMailServer();
    await using receiver = await startReceiver();
    settingsFor(mailServer.url, receiver.url);
    for (const name of ["ann", "ben"]) await seedMember(name, { role: "owner" });
    for (const key of ["1", "2", "3"]) await tell({ kind: "history_broken", key, detail: { reason: "x" } });
    // One of the two may find that the other was first.
    await Promise.allSettled([expandNotices(signal), expandNotices(signal)]);
    expect(await messages()).toHaveLength(9);
    await Promise.all([deliverNotices(signal), deliverNotices(signal)]);
    expect(mailServer.mails.map(({ to }) => to[0]).toSorted()).toEqual(
      ["ann", "ann", "ann", "ben", "ben", "ben"].map((name) => `${name}@example.test`),
    );
    expect(new Set(receiver.received.map(({ headers }) => headers["webhook-id"])).size).toBe(3);
    expect(receiver.received).toHaveLength(3);
  });

  it("for owners does not reach one who is no longer an owner when it is sent", async () => {
    await using mailServer = await startMailServer();
    await using receiver = await startReceiver();
    settingsFor(mailServer.url, receiver.url);
    const lowered = await seedMember("lowered", { role: "owner" });
    await tell({ kind: "emergency_sign_in", key: "1", detail: { address: "192.0.2.1" } });
    await expandNotices(signal);
    await transaction((tx) => replaceGrants(tx, lowered, "owners", [{ target: "*", role: "admin", group: "" }]));
    await deliverNotices(signal);
    expect(mailServer.mails).toEqual([]);
  });

  it("of a member who lost access between writing and sending is dropped", async () => {
    await using mailServer = await startMailServer();
    await using receiver = await startReceiver();
    settingsFor(mailServer.url, receiver.url);
    const clusterId = await seedCluster("Orders");
    const lost = await seedMember("lost", { role: "creator", target: clusterId });
    const gone = await seedMember("gone", { role: "creator", target: clusterId });
    const stopped = await seedMember("stopped", { role: "creator", target: clusterId });
    await seedMember("kept", { role: "creator", target: clusterId });
    const clientRowId = await seedClient(clusterId, "worker", { goneAt: NOON });
    await rule("client_ended", "at_once", ["mail"]);
    await tell({ kind: "client_ended", key: "1", clusterId, clientRowId });
    await expandNotices(signal);
    expect(await messages()).toHaveLength(4);
    const elsewhere = await seedCluster("Claims");
    await transaction((tx) => replaceGrants(tx, lost, "owners", [{ target: elsewhere, role: "admin", group: "" }]));
    await db().member.update({ where: { id: gone }, data: { disabledAt: NOON } });
    await db().noticeStop.create({ data: { memberId: stopped, kind: "client_ended" } });
    await deliverNotices(signal);
    expect(mailServer.mails.map(({ to }) => to)).toEqual([["kept@example.test"]]);
    expect((await messages()).map(({ state }) => state).toSorted()).toEqual(["dropped", "dropped", "dropped", "sent"]);
  });

  it("about the same client is told once a day, however many rules it meets; the rest waits for the next digest", async () => {
    await using mailServer = await startMailServer();
    await using receiver = await startReceiver();
    settingsFor(mailServer.url, receiver.url);
    const clusterId = await seedCluster("Orders");
    const ownerId = await seedMember("olga", { role: "auditor" });
    const client = { ownerId, endsAt: new Date("2027-03-17T12:00:00Z"), endAction: "remind", reviewAt: NOON };
    const clientRowId = await seedClient(clusterId, "worker", client);
    for (const kind of ["end_near", "review_due", "client_ended"] as const) await rule(kind, "at_once", ["mail"]);
    await tell({ kind: "end_near", key: "1", clusterId, clientRowId });
    await expandNotices(signal);
    await tell({ kind: "end_near", key: "1", clusterId, clientRowId });
    await tell({ kind: "review_due", key: "1", clusterId, clientRowId });
    await run();
    expect(mailServer.mails).toHaveLength(1);
    for (const words of ["reaches its end on", "is due for review on"])
      expect(mailServer.mails[0]?.text).toContain(words);
    await tell({ kind: "client_ended", key: "1", clusterId, clientRowId });
    passTime(MINUTE);
    await run();
    expect(mailServer.mails).toHaveLength(1);
    // The digest is at 08:00 in UTC.
    vi.setSystemTime(new Date("2027-03-11T07:59:00Z"));
    await run();
    expect(mailServer.mails).toHaveLength(1);
    vi.setSystemTime(new Date("2027-03-11T08:00:01Z"));
    await run();
    expect(mailServer.mails).toHaveLength(2);
    expect(mailServer.mails[1]?.text).toContain("reached its end on");
  });

  it("of a daily kind goes into one digest for each reader, at the hour in the zone of the settings", async () => {
    await using mailServer = await startMailServer();
    await using receiver = await startReceiver();
    settingsFor(mailServer.url, receiver.url);
    await db().organization.upsert({
      where: { id: "default" },
      create: { id: "default", digestHour: 9, digestZone: "Europe/Berlin" },
      update: { digestHour: 9, digestZone: "Europe/Berlin" },
    });
    // The night in which summer time begins in Berlin.
    vi.setSystemTime(new Date("2027-03-27T20:00:00Z"));
    const clusterId = await seedCluster("Orders");
    await seedMember("ann", { role: "creator", target: clusterId });
    await seedMember("ben", { role: "admin", target: clusterId, zone: "Asia/Tokyo" });
    for (const name of ["a", "b", "c"]) {
      const clientRowId = await seedClient(clusterId, name, { reviewAt: new Date("2027-03-28T12:00:00Z") });
      await tell({ kind: "review_due", key: name, clusterId, clientRowId });
      await run();
    }
    expect(await messages()).toHaveLength(3);
    vi.setSystemTime(new Date("2027-03-28T06:59:59Z"));
    await run();
    expect(mailServer.mails).toHaveLength(0);
    vi.setSystemTime(new Date("2027-03-28T07:00:00Z"));
    await run();
    expect(mailServer.mails.map(({ to }) => to[0]).toSorted()).toEqual(["ann@example.test", "ben@example.test"]);
    const of = (who: string) => mailServer.mails.find(({ to }) => to[0]?.startsWith(who));
    expect(of("ann")?.headers).toContain("Subject: Latchkey: 3 notices");
    expect(of("ann")?.text.match(/28 Mar 2027, 14:00 \(Europe\/Berlin\)/g)?.length).toBeGreaterThanOrEqual(3);
    expect(of("ben")?.text).toContain("28 Mar 2027, 21:00 (Asia/Tokyo)");
    expect(receiver.received).toHaveLength(1);
    await db().organization.update({ where: { id: "default" }, data: { digestHour: 8, digestZone: "UTC" } });
  });
});

describeOnSqlite("delivery", () => {
  it("by a channel that hangs ends in time, and does not keep back the others", async () => {
    await using silent = await startSilentServer();
    await using receiver = await startReceiver();
    settingsFor(`smtp://127.0.0.1:${silent.port}`, receiver.url);
    await seedMember("owner", { role: "owner" });
    for (const key of ["1", "2", "3", "4", "5", "6"])
      await tell({ kind: "history_broken", key, detail: { reason: "x" } });
    await expandNotices(signal);
    const limits: { ms: number; end: AbortController }[] = [];
    let isLate = false;
    vi.spyOn(AbortSignal, "timeout").mockImplementation((ms) => {
      const end = new AbortController();
      limits.push({ ms, end });
      if (isLate) setImmediate(() => end.abort());
      return end.signal;
    });
    const delivering = deliverNotices(signal);
    await vi.waitFor(() => expect(receiver.received).toHaveLength(6), WAIT);
    const statesOf = async (channel: string) =>
      (await db().noticeMessage.findMany({ where: { channel } })).map(({ state, tries }) => `${state} ${tries}`);
    await vi.waitFor(async () => expect(await statesOf("webhook")).toEqual(Array(6).fill("sent 1")), WAIT);
    // Two at a time.
    expect((await statesOf("mail")).filter((state) => state === "waiting 1")).toHaveLength(2);
    expect(new Set(limits.map(({ ms }) => ms))).toEqual(new Set([10_000]));
    isLate = true;
    for (const { end } of limits) end.abort();
    await delivering;
    // After failures in a row the channel rests, and the others have lost no try.
    expect((await statesOf("mail")).filter((state) => state === "waiting 0").length).toBeGreaterThanOrEqual(2);
    const failed = await db().noticeMessage.findFirst({ where: { channel: "mail", tries: 1 } });
    expect(failed?.lastError).toBe("The connection to the mail server failed (ETIMEDOUT).");
  });

  it("happens apart from what is told: a change of a member connects to no mail server", async () => {
    await using mailServer = await startMailServer();
    await using receiver = await startReceiver();
    settingsFor(mailServer.url, receiver.url);
    const id = await seedMember("new-owner");
    await seedMember("owner", { role: "owner" });
    await transaction((tx) => replaceGrants(tx, id, "owners", [{ target: "*", role: "owner", group: "" }]));
    expect(await db().noticeEvent.findMany()).toMatchObject([{ kind: "owner_added", memberId: id }]);
    expect([mailServer.connections(), receiver.received.length]).toEqual([0, 0]);
    // Still an owner.
    passTime(MINUTE);
    await transaction((tx) => replaceGrants(tx, id, "owners", [{ target: "*", role: "owner", group: "" }]));
    expect(await db().noticeEvent.count()).toBe(1);
    await run();
    expect(mailServer.mails.map(({ to }) => to[0]).toSorted()).toEqual([
      "new-owner@example.test",
      "owner@example.test",
    ]);
    expect(mailServer.mails[0]?.text).toContain("new-owner (new-owner@example.test) became an owner of Latchkey");
  });

  it("writes again what a mail server refused for now, with the same ID", async () => {
    await using mailServer = await startMailServer();
    await using receiver = await startReceiver();
    settingsFor(mailServer.url, receiver.url);
    await seedMember("owner", { role: "owner" });
    await rule("history_broken", "at_once", ["mail"]);
    await tell({ kind: "history_broken", key: "1", detail: { reason: "x" } });
    mailServer.refuse(2);
    await run();
    expect(await messages()).toMatchObject([{ state: "waiting", tries: 1, lastError: "451 Try again later" }]);
    passTime(MINUTE);
    await run();
    passTime(5 * MINUTE);
    await run();
    expect(mailServer.mails).toHaveLength(1);
    const [message] = await messages();
    expect(message).toMatchObject({ state: "sent", tries: 3 });
    expect(mailServer.mails[0]?.headers).toContain(`Message-ID: <${message?.id}@localhost>`);
  });
});

/** A client that is deleted in an hour, and whose owner gets a daily digest of near ends. */
async function seedEnding() {
  settingsFor("smtp://127.0.0.1:9", "http://127.0.0.1:9");
  const clusterId = await seedCluster("Orders");
  const ownerId = await seedMember("olga", { role: "auditor" });
  const endsAt = new Date(NOON.getTime() + 60 * MINUTE);
  const clientRowId = await seedClient(clusterId, "worker", { ownerId, endsAt, endAction: "delete" });
  await rule("end_near", "daily", ["mail"]);
  return { clusterId, clientRowId };
}

describeOnBothDatabases("the last hour of an end that keeps moving", () => {
  it("is told once in a quarter of an hour, and never in a digest", async () => {
    const { clusterId, clientRowId } = await seedEnding();
    const moveAt = async (time: string) => {
      vi.setSystemTime(new Date(`2027-03-10T${time}:00Z`));
      await db().client.update({ where: { id: clientRowId }, data: { endsAt: new Date(Date.now() + 60 * MINUTE) } });
      // What was tried takes nothing more.
      await db().noticeMessage.updateMany({ where: { dueAt: { lte: new Date() } }, data: { state: "sent", tries: 1 } });
      await tell({ kind: "end_near", key: time, clusterId, clientRowId });
      await expandNotices(signal);
    };
    const times = ["12:05", "12:06", "12:07", "12:14", "12:16", "12:31", "12:40", "13:00", "22:59", "23:10", "23:14"];
    for (const time of times) await moveAt(time);
    const told = (await messages()).map(({ dueAt, content }) => [
      dueAt.toISOString().slice(11, 16),
      JSON.parse(content).items.length,
    ]);
    expect(told.toSorted()).toEqual([
      ["12:05", 1],
      ["12:15", 3],
      ["12:30", 1],
      ["12:45", 2],
      ["13:00", 1],
      ["22:59", 1],
      ["23:10", 1],
      ["23:15", 1],
    ]);
  });

  it("waits for nothing while its reader has not heard of it", async () => {
    const { clusterId, clientRowId } = await seedEnding();
    for (const state of ["dropped", "waiting", "failed"]) {
      await tell({ kind: "end_near", key: state, clusterId, clientRowId });
      await expandNotices(signal);
      await db().noticeMessage.updateMany({ where: { tries: 0 }, data: { state, tries: 1 } });
    }
    expect((await messages()).map(({ dueAt }) => dueAt)).toEqual([NOON, NOON, NOON]);
  });
});

describeOnSqlite("who is told", () => {
  const told = async (notice: Notice) => {
    await tell(notice);
    await expandNotices(signal);
    const rows = await db().noticeMessage.findMany({ where: { channel: "mail" }, include: { member: true } });
    await db().noticeMessage.deleteMany();
    return rows.map(({ member }) => member?.name).toSorted();
  };

  it("is the client's owner, else the cluster's people, else owners of Latchkey", async () => {
    settingsFor("smtp://127.0.0.1:9", "http://127.0.0.1:9");
    await seedMember("boss", { role: "owner" });
    await seedMember("auditor", { role: "auditor" });
    const [clusterId, empty] = [await seedCluster("Orders"), await seedCluster("Claims")];
    await seedMember("ann", { role: "creator", target: clusterId });
    await seedMember("ben", { role: "admin", target: clusterId });
    const unverified = await seedMember("unverified", { role: "admin", target: clusterId });
    await db().member.update({ where: { id: unverified }, data: { emailVerified: false } });
    const blind = await seedMember("blind", { role: "admin", target: empty });
    const olga = await seedMember("olga", { role: "auditor" });
    const left = await seedMember("left", { role: "auditor" });
    await db().member.update({ where: { id: left }, data: { disabledAt: NOON } });
    const about = async (key: string, on: string, ownerId: string | null) => {
      const clientRowId = await seedClient(on, key, { ownerId, goneAt: NOON });
      return told({ kind: "client_ended", key, clusterId: on, clientRowId });
    };
    expect(await about("known", clusterId, olga)).toEqual(["olga"]);
    expect(await about("unknown", clusterId, null)).toEqual(["ann", "ben"]);
    expect(await about("left", clusterId, left)).toEqual(["ann", "ben"]);
    expect(await about("blind", clusterId, blind)).toEqual(["ann", "ben"]);
    await db().member.update({ where: { id: blind }, data: { removedAt: NOON } });
    expect(await about("nobody", empty, null)).toEqual(["boss"]);
    expect(await told({ kind: "emergency_sign_in", key: "s" })).toEqual(["boss"]);
    await db().noticeStop.create({ data: { memberId: olga, kind: "client_ended" } });
    expect(await about("stopped", clusterId, olga)).toEqual([]);
  });

  it("hears of urgent things each time, also on a day on which the same was told", async () => {
    // A daily kind: without the urgency both would wait for the digest.
    const { clusterId, clientRowId } = await seedEnding();
    await tell({ kind: "end_near", key: "hour", clusterId, clientRowId });
    await tell({ kind: "review_due", key: "1", clusterId, clientRowId });
    await expandNotices(signal);
    const due = (await messages()).filter(({ channel }) => channel === "mail").map(({ dueAt }) => dueAt.toISOString());
    expect(due.toSorted()).toEqual([NOON.toISOString(), "2027-03-11T08:00:00.000Z"]);
  });

  it("is told at once what waits for today's digest, when it becomes pressing", async () => {
    settingsFor("smtp://127.0.0.1:9", "http://127.0.0.1:9");
    const clusterId = await seedCluster("Orders");
    const ownerId = await seedMember("olga", { role: "auditor" });
    const clientRowId = await seedClient(clusterId, "worker", { ownerId, reviewAt: NOON });
    const other = await seedClient(clusterId, "other", { ownerId, reviewAt: NOON });
    for (const kind of ["client_ended", "review_due"] as const)
      await rule(kind, kind === "review_due" ? "daily" : "at_once", ["mail"]);
    vi.setSystemTime(new Date("2027-03-10T06:00:00Z"));
    for (const id of [clientRowId, other]) await tell({ kind: "review_due", key: id, clusterId, clientRowId: id });
    await expandNotices(signal);
    await tell({ kind: "client_ended", key: "1", clusterId, clientRowId });
    await expandNotices(signal);
    const contents = (await messages()).map(({ dueAt, content }) => [
      dueAt.toISOString(),
      JSON.parse(content).items.map(
        (item: { kind: string; clientRowId: string }) => `${item.kind} ${item.clientRowId}`,
      ),
    ]);
    expect(contents.toSorted()).toEqual([
      ["2027-03-10T06:00:00.000Z", [`review_due ${clientRowId}`, `client_ended ${clientRowId}`]],
      ["2027-03-10T08:00:00.000Z", [`review_due ${other}`]],
    ]);
  });

  it("hears nothing of a kind that is off, nor by a channel that is not chosen", async () => {
    settingsFor("smtp://127.0.0.1:9", "http://127.0.0.1:9");
    await seedMember("boss", { role: "owner" });
    await rule("emergency_sign_in", "off", ["mail", "webhook"]);
    await rule("history_broken", "at_once", ["webhook"]);
    await tell({ kind: "emergency_sign_in", key: "1" });
    await tell({ kind: "history_broken", key: "1", detail: { reason: "x" } });
    await expandNotices(signal);
    expect((await messages()).map(({ channel }) => channel)).toEqual(["webhook"]);
    expect(await db().noticeEvent.count({ where: { expandedAt: null } })).toBe(0);
  });
});
