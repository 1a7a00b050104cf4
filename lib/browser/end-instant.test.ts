import { afterEach, describe, expect, it, vi } from "vitest";
import { instantInDays, instantOfLocal, localOfInstant } from "@/lib/browser/end-instant";

/** Runs as in a browser in this zone. Node reads the zone again when it changes. */
function inZone(zone: string) {
  vi.stubEnv("TZ", zone);
  expect(Intl.DateTimeFormat().resolvedOptions().timeZone).toBe(zone);
}
afterEach(() => {
  vi.unstubAllEnvs();
});

describe("an end in the reader's zone", () => {
  it("comes at the same time of day, also when clocks change in between", () => {
    inZone("Europe/Vienna");
    const before = Date.parse("2027-03-26T08:00:00Z");
    expect(localOfInstant(new Date(before).toISOString())).toBe("2027-03-26T09:00");
    expect(instantInDays(7, before)).toBe("2027-04-02T07:00:00.000Z");
    expect(localOfInstant(instantInDays(7, before))).toBe("2027-04-02T09:00");
  });

  it("is the instant that the reader's clock shows, in any zone", () => {
    inZone("Europe/Vienna");
    expect(instantOfLocal("2027-03-31T09:00")).toBe("2027-03-31T07:00:00.000Z");
    expect(instantOfLocal("2027-10-31T02:30")).toBe("2027-10-31T00:30:00.000Z");
    // An hour that the change to summer time leaves out is the one after.
    expect(localOfInstant(instantOfLocal("2027-03-28T02:30") ?? "")).toBe("2027-03-28T03:30");
    inZone("Pacific/Chatham");
    expect(instantOfLocal("2027-03-31T09:00")).toBe("2027-03-30T19:15:00.000Z");
    expect(localOfInstant("2027-03-30T19:15:00.000Z")).toBe("2027-03-31T09:00");
  });

  it("is none while the field is empty", () => {
    expect(instantOfLocal("")).toBeNull();
  });
});
