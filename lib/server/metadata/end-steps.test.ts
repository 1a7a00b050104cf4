import { describe, expect, it } from "vitest";
import { firstLook, isDeletionNear, nextLook, warningDue } from "@/lib/server/metadata/end-steps";

const END = new Date("2027-03-31T07:00:00Z");
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const ahead = (ms: number) => new Date(END.getTime() - ms);
const dated = (endAction: "remind" | "delete", reviewAt: Date | null = null) => ({ endsAt: END, endAction, reviewAt });

/** All instants at which the job looks, when it begins this long before the end. */
function looks(endAction: "remind" | "delete", from: number): number[] {
  const found: number[] = [];
  for (let at = firstLook(dated(endAction), ahead(from)); at !== null; at = nextLook(dated(endAction), at))
    found.push(END.getTime() - at.getTime());
  return found;
}

describe("the steps before an end", () => {
  it("reminds 30, 7 and 1 days before and at the end, and warns of a deletion 7 days, 1 day and 1 hour before", () => {
    expect(looks("remind", 60 * DAY)).toEqual([30 * DAY, 7 * DAY, DAY, 0]);
    expect(looks("delete", 60 * DAY)).toEqual([7 * DAY, DAY, HOUR]);
  });

  it("tells no step that had passed when the end was set, but the last hour before a deletion", () => {
    expect(looks("remind", 7 * DAY)).toEqual([DAY, 0]);
    expect(looks("delete", 3 * DAY)).toEqual([DAY, HOUR]);
    expect(firstLook(dated("delete"), ahead(20 * MINUTE))).toEqual(ahead(20 * MINUTE));
  });

  it("of the steps that were slept over, the nearest is due", () => {
    expect(warningDue(dated("remind"), ahead(31 * DAY))).toBeNull();
    expect(warningDue(dated("remind"), ahead(30 * DAY))).toBe(30 * DAY);
    expect(warningDue(dated("remind"), ahead(2 * HOUR))).toBe(DAY);
    expect(warningDue(dated("remind"), new Date(END.getTime() + DAY))).toBe(0);
    expect(warningDue(dated("delete"), ahead(30 * DAY))).toBeNull();
    expect(warningDue(dated("delete"), ahead(MINUTE))).toBe(HOUR);
  });

  it("times a deletion by its last hour, and a reminder never", () => {
    expect(isDeletionNear(dated("delete"), ahead(HOUR + 1))).toBe(false);
    expect(isDeletionNear(dated("delete"), ahead(HOUR))).toBe(true);
    expect(isDeletionNear(dated("remind"), END)).toBe(false);
  });

  it("looks for a review on its day, and at once when that has passed", () => {
    const review = ahead(3 * DAY);
    expect(nextLook(dated("remind", review), ahead(6 * DAY))).toEqual(review);
    expect(firstLook({ endsAt: null, endAction: null, reviewAt: review }, END)).toEqual(END);
    expect(nextLook({ endsAt: null, endAction: null, reviewAt: review }, END)).toBeNull();
  });
});
