import { expect, it } from "vitest";
import { zoneOf } from "@/components/ui/time/zone";

it.each([
  ["Europe/Berlin", "Europe/Berlin"],
  ["europe/berlin", "Europe/Berlin"],
  ["Pacific/Chatham", "Pacific/Chatham"],
  ["UTC", "UTC"],
])("a cookie with %s names the time zone %s", (word, zone) => {
  expect(zoneOf(word)).toBe(zone);
});

it.each([undefined, "", "+01:00", "Mars/Base", "<b>", "Europe/Berlin\n", "x".repeat(10_000), "constructor"])(
  "a cookie with %j names none",
  (word) => {
    expect(zoneOf(word)).toBeNull();
  },
);
