import ICAL from "ical.js";
import { beforeEach, expect, it, vi } from "vitest";
import { GET } from "@/app/api/calendar/[token]/route";
import { replaceGrants } from "@/lib/server/access/grants";
import { everywhere, principalWith } from "@/lib/server/access/testing/principals";
import { makeCalendar, takeBackCalendar } from "@/lib/server/calendar/calendar-address";
import { writeCalendar } from "@/lib/server/calendar/write-calendar";
import { storedClients, storedCluster } from "@/lib/server/inventory/testing/stored";
import { db, transaction } from "@/lib/server/platform/database/db";
import { processState } from "@/lib/server/platform/process-state";
import { describeOnBothDatabases } from "@/lib/server/platform/testing/database";

const DAY = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY);

/** What another library than the writer's reads. */
function read(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const { uid, summary, description, startDate } = new ICAL.Event(component);
    return {
      uid,
      summary,
      description,
      isDay: startDate.isDate,
      at: startDate.isDate ? startDate.toString() : startDate.toJSDate().toISOString(),
    };
  });
}

async function signedUp(target: string, role = "auditor", changes = {}) {
  const id = crypto.randomUUID();
  await db().member.create({
    data: {
      id,
      issuer: "test",
      subject: id,
      emailVerified: true,
      name: "una",
      createdAt: new Date(),
      lastSignInAt: new Date(),
      ...changes,
    },
  });
  await transaction((tx) => replaceGrants(tx, id, "owners", [{ target, role: role as "auditor", group: "" }]));
  return principalWith(everywhere("auditor"), "una", id);
}

async function fetchFeed(address: string, from = "192.0.2.1") {
  const token = new URL(address).pathname.split("/").at(-1) ?? "";
  const request = new Request(address, { headers: { "x-latchkey-address": from } });
  return GET(request, { params: Promise.resolve({ token }) });
}
const entries = async (address: string) => read(await (await fetchFeed(address)).text());

beforeEach(() => {
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  processState("rate-limits", () => new Map()).clear();
});

describeOnBothDatabases("a calendar feed", () => {
  it("has the ends, reviews and rotations that its member may see, read by another library", async () => {
    const orders = await storedCluster('Orders, "prod"; eu');
    const hidden = await storedCluster("Hidden");
    const endsAt = inDays(3);
    const reviewAt = new Date("2031-05-04");
    const name = "worker\\n; a,b\nSUMMARY:x";
    const [ended] = await storedClients(orders, [{ name, endsAt, endAction: "delete", reviewAt }]);
    await storedClients(orders, [{ name: "reminded", endsAt: inDays(4), endAction: "remind" }]);
    await storedClients(hidden, [{ name: "hidden", endsAt, endAction: "delete" }]);
    const una = await signedUp(orders.id);
    const { address } = await makeCalendar(una);
    expect(address).toMatch(/^http:\/\/localhost:3000\/api\/calendar\/[A-Za-z0-9_-]{43}\.ics$/);
    const found = await entries(address);
    expect(found.map(({ summary, at, isDay }) => [summary, at, isDay])).toEqual([
      [
        `${name} is deleted (${orders.name})`,
        new Date(Math.floor(endsAt.getTime() / 1000) * 1000).toISOString(),
        false,
      ],
      [`End of reminded (${orders.name})`, expect.any(String), false],
      [`Review ${name} (${orders.name})`, "2031-05-04", true],
    ]);
    expect(found[0]?.description).toContain(`/clusters/${orders.id}/clients/${ended?.clientId}`);
    await db().client.update({ where: { id: ended?.id ?? "" }, data: { endsAt: inDays(9), endAction: "remind" } });
    // A calendar moves the entry, because it has the same ID.
    expect((await entries(address)).map(({ uid }) => uid)).toContain(found[0]?.uid);
    const dump = JSON.stringify([await db().member.findMany(), await db().auditEvent.findMany()]);
    expect(dump).not.toContain(new URL(address).pathname.split("/").at(-1)?.replace(".ics", ""));
  });

  it("writes instants in UTC and in the member's zone, whatever the server's, and over a change to summer time", () => {
    const date = {
      kind: "end" as const,
      clusterId: crypto.randomUUID(),
      clusterName: "Orders",
      clientId: "c",
      name: "w",
    };
    const at = [
      "2027-03-28T00:59:00.000Z",
      "2027-03-28T01:01:00.000Z",
      "2027-10-31T00:30:00.000Z",
      "2027-10-31T01:30:00.000Z",
    ];
    const read_ = (zone: string) =>
      read(
        writeCalendar(
          at.map((each, index) => ({ ...date, id: String(index), at: new Date(each) })),
          zone,
        ),
      );
    const vienna = read_("Europe/Vienna");
    expect(vienna.map((each) => each.at)).toEqual(at);
    expect(vienna.map(({ description }) => description.split("\n")[0])).toEqual([
      "28 Mar 2027, 01:59 (Europe/Vienna)",
      "28 Mar 2027, 03:01 (Europe/Vienna)",
      "31 Oct 2027, 02:30 (Europe/Vienna)",
      "31 Oct 2027, 02:30 (Europe/Vienna)",
    ]);
    expect(read_("Pacific/Chatham")[0]?.description).toContain("28 Mar 2027, 14:44 (Pacific/Chatham)");
    const day = writeCalendar([{ ...date, kind: "review", id: "1", at: new Date("2027-03-28") }], "America/New_York");
    expect(read(day)[0]).toMatchObject({ isDay: true, at: "2027-03-28" });
    expect(day).toContain("DTSTART;VALUE=DATE:20270328\r\n");
  });

  it("is the member's access at that moment, and 404 once it ends, or another is made", async () => {
    const cluster = await storedCluster("Orders");
    await storedClients(cluster, [{ name: "mine", endsAt: inDays(1), endAction: "remind" }]);
    const una = await signedUp(cluster.id);
    const first = await makeCalendar(una);
    expect(await entries(first.address)).toHaveLength(1);
    const { address } = await makeCalendar(una);
    expect((await fetchFeed(first.address)).status).toBe(404);
    const where = { id: una.memberId };
    const statusWith = async (data: object, back: object) => {
      await db().member.update({ where, data });
      const { status } = await fetchFeed(address);
      await db().member.update({ where, data: back });
      return status;
    };
    expect(await statusWith({ disabledAt: new Date() }, { disabledAt: null })).toBe(404);
    expect(await statusWith({ removedAt: new Date() }, { removedAt: null })).toBe(404);
    expect(await statusWith({ lastSignInAt: inDays(-91) }, { lastSignInAt: new Date() })).toBe(404);
    expect((await fetchFeed(address)).status).toBe(200);
    const other = await storedCluster("Other");
    await transaction((tx) =>
      replaceGrants(tx, una.memberId, "owners", [{ target: other.id, role: "auditor", group: "" }]),
    );
    expect(await entries(address)).toEqual([]);
    await transaction((tx) => replaceGrants(tx, una.memberId, "owners", []));
    expect((await fetchFeed(address)).status).toBe(404);
    await transaction((tx) => replaceGrants(tx, una.memberId, "owners", [{ target: "*", role: "owner", group: "" }]));
    expect((await fetchFeed(address)).status).toBe(200);
    await takeBackCalendar(una);
    expect((await fetchFeed(address)).status).toBe(404);
    const actions = await db().auditEvent.findMany({ where: { actorId: una.memberId }, orderBy: { seq: "asc" } });
    expect(actions.map(({ action }) => action)).toEqual(["calendar.make", "calendar.make", "calendar.take-back"]);
  });

  it("finds nothing by a wrong address, is never kept, not in the log either, and is limited", async () => {
    const una = await signedUp("*");
    const { address } = await makeCalendar(una);
    const response = await fetchFeed(address);
    expect([response.headers.get("cache-control"), response.headers.get("content-type")]).toEqual([
      "no-store, private",
      "text/calendar; charset=utf-8",
    ]);
    for (const wrong of [`${"A".repeat(43)}.ics`, "x.ics", address.split("/").at(-1)?.replace(".ics", "") ?? ""])
      expect((await fetchFeed(`http://localhost:3000/api/calendar/${wrong}`)).status, wrong).toBe(404);
    expect(JSON.stringify(vi.mocked(process.stdout.write).mock.calls)).not.toContain(
      address.split("/").at(-1)?.slice(0, 43),
    );
    const statuses = await Promise.all(
      Array.from({ length: 60 }, () => fetchFeed(address).then(({ status }) => status)),
    );
    expect(statuses).toContain(429);
    expect((await fetchFeed(address, "192.0.2.2")).status).toBe(200);
  });
});
