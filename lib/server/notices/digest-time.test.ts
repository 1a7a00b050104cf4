import { expect, it } from "vitest";
import { digestAfter, localDay, nextDigest } from "@/lib/server/notices/digest-time";
import { instantIn } from "@/lib/server/platform/instant-in";

const next = (after: string, hour: number, zone: string) => {
  const { day, at } = nextDigest(new Date(after), { hour, zone });
  return [day, at.toISOString()];
};

it.each([
  [
    "before the hour, on the same day",
    "2027-01-15T06:59:59Z",
    8,
    "Europe/Berlin",
    "2027-01-15",
    "2027-01-15T07:00:00.000Z",
  ],
  [
    "at the hour, on the next day",
    "2027-01-15T07:00:00Z",
    8,
    "Europe/Berlin",
    "2027-01-16",
    "2027-01-16T07:00:00.000Z",
  ],
  [
    "on the day on which summer time begins",
    "2027-03-27T07:00:00Z",
    8,
    "Europe/Berlin",
    "2027-03-28",
    "2027-03-28T06:00:00.000Z",
  ],
  [
    "on the day on which summer time ends",
    "2027-10-30T06:00:00Z",
    8,
    "Europe/Berlin",
    "2027-10-31",
    "2027-10-31T07:00:00.000Z",
  ],
  [
    "at an hour that summer time leaves out, at the one after",
    "2027-03-27T12:00:00Z",
    2,
    "Europe/Berlin",
    "2027-03-28",
    "2027-03-28T01:00:00.000Z",
  ],
  [
    "at an hour that comes twice, at the first",
    "2027-10-30T12:00:00Z",
    2,
    "Europe/Berlin",
    "2027-10-31",
    "2027-10-31T00:00:00.000Z",
  ],
  ["in a zone half an hour off", "2027-03-27T12:00:00Z", 8, "Asia/Kolkata", "2027-03-28", "2027-03-28T02:30:00.000Z"],
  [
    "in a zone whose day is ahead of UTC",
    "2027-03-27T12:00:00Z",
    0,
    "Pacific/Kiritimati",
    "2027-03-29",
    "2027-03-28T10:00:00.000Z",
  ],
  [
    "in a zone behind UTC, where summer time begins",
    "2027-03-14T06:00:00Z",
    8,
    "America/New_York",
    "2027-03-14",
    "2027-03-14T12:00:00.000Z",
  ],
  ["in UTC", "2027-03-14T08:00:01Z", 8, "UTC", "2027-03-15", "2027-03-15T08:00:00.000Z"],
])("a digest goes out %s", (_, after, hour, zone, day, at) => {
  expect(next(after, hour, zone)).toEqual([day, at]);
});

it("the hour that comes twice has one digest", () => {
  const zone = "Europe/Berlin";
  expect(next("2027-10-31T00:00:00Z", 2, zone)).toEqual(["2027-11-01", "2027-11-01T01:00:00.000Z"]);
  // Between the first 02:00 and the second.
  expect(next("2027-10-31T00:30:00Z", 2, zone)[0]).toBe("2027-11-01");
});

it("a day without summer time or with it is followed by the next one", () => {
  const berlin = { hour: 8, zone: "Europe/Berlin" };
  expect(digestAfter("2027-03-27", berlin).at.toISOString()).toBe("2027-03-28T06:00:00.000Z");
  expect(digestAfter("2027-12-31", berlin)).toEqual({ day: "2028-01-01", at: new Date("2028-01-01T07:00:00Z") });
});

it("an instant is told on the day and at the hour of its zone, with the zone's name", () => {
  const at = new Date("2027-03-28T22:30:00Z");
  expect(localDay(at, "Europe/Berlin")).toBe("2027-03-29");
  expect(localDay(at, "America/New_York")).toBe("2027-03-28");
  expect(instantIn(at, "Europe/Berlin")).toBe("29 Mar 2027, 00:30 (Europe/Berlin)");
});
