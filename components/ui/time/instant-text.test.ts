import { describe, expect, test } from "vitest";
import { dayIn, nearDayText, relativeText, utcText, zonedText } from "@/components/ui/time/instant-text";

const NOW = "2026-11-23T06:31:40.000Z";

describe("an instant in words", () => {
  test("is written in UTC whatever the machine's zone", () => {
    expect(utcText("2026-11-23T06:31:40.123Z")).toBe("2026-11-23 06:31 UTC");
    expect(utcText("2026-11-23T06:31:40.123Z", true)).toBe("2026-11-23 06:31:40 UTC");
  });

  test("is written in a zone with its offset, half hours included", () => {
    expect(zonedText(NOW, false, "Pacific/Chatham")).toBe("2026-11-23 20:16 UTC+13:45");
    expect(zonedText(NOW, false, "America/New_York")).toBe("2026-11-23 01:31 UTC-5");
    expect(zonedText(NOW, false, "UTC")).toBe("2026-11-23 06:31 UTC");
    expect(zonedText(NOW, true, "Pacific/Chatham")).toBe("2026-11-23 20:16:40 UTC+13:45");
  });

  test("writes midnight as 00", () => {
    expect(zonedText("2026-11-23T00:05:00.000Z", false, "UTC")).toBe("2026-11-23 00:05 UTC");
  });
});

describe("the day of an instant", () => {
  test("is that of the reader's zone", () => {
    expect(dayIn("Pacific/Chatham", "2026-11-23T10:20:00.000Z")).toBe("2026-11-24");
    expect(dayIn("America/New_York", "2026-11-23T04:20:00.000Z")).toBe("2026-11-22");
    expect(dayIn(null, "2026-11-23T23:59:59.000Z")).toBe("2026-11-23");
  });

  test("has a word for today and yesterday", () => {
    const now = Date.parse("2026-11-23T10:20:00.000Z");
    expect(nearDayText("Pacific/Chatham", "2026-11-24", now)).toBe("Today");
    expect(nearDayText("Pacific/Chatham", "2026-11-23", now)).toBe("Yesterday");
    expect(nearDayText(null, "2026-11-23", now)).toBe("Today");
    expect(nearDayText(null, "2026-11-21", now)).toBe("");
  });
});

describe("an instant seen from another", () => {
  test.each([
    ["2026-11-23T06:31:00.000Z", "just now"],
    [NOW, "just now"],
    ["2026-11-23T06:31:42.000Z", "in a moment"],
    ["2026-11-23T06:28:40.000Z", "3 minutes ago"],
    ["2026-11-23T05:31:40.000Z", "1 hour ago"],
    ["2026-11-22T05:31:40.000Z", "1 day ago"],
    ["2026-10-01T06:31:40.000Z", "1 month ago"],
    ["2023-11-23T06:31:40.000Z", "3 years ago"],
    ["2026-11-25T07:31:40.000Z", "in 2 days"],
    ["2026-11-24T06:31:30.000Z", "in 24 hours"],
  ])("%s is %s", (instant, words) => {
    expect(relativeText(instant, NOW)).toBe(words);
  });

  test("steps over to the larger unit at its edge", () => {
    const ago = (minutes: number) => new Date(NOW).getTime() - minutes * 60_000;
    expect(relativeText(ago(59.9), NOW)).toBe("59 minutes ago");
    expect(relativeText(ago(60), NOW)).toBe("1 hour ago");
    expect(relativeText(ago(30 * 24 * 60), NOW)).toBe("1 month ago");
  });
});
