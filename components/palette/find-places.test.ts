import { expect, it } from "vitest";
import { fuzzyScore, matchPlaces, type Place } from "@/components/palette/find-places";

const place = (label: string): Place => ({ id: label, group: "Go to", label, href: "/" });

it.each([
  ["Orders production", "ordpro", true],
  ["Orders production", "op", true],
  ["Orders production", "po", true],
  ["Orders production", "xyz", false],
  ["Audit", "audits", false],
])("matches %j by %j: %s", (text, typed, matches) => {
  expect(fuzzyScore(text, typed) > 0).toBe(matches);
});

it("puts those first whose letters stand together or start words, and keeps the order while nothing is typed", () => {
  const places = ["Settings", "Clients", "Clusters"].map(place);
  expect(matchPlaces(places, "cl").map(({ label }) => label)).toEqual(["Clients", "Clusters"]);
  expect(matchPlaces(places, "ters").map(({ label }) => label)).toEqual(["Clusters"]);
  expect(matchPlaces(places, " ").map(({ label }) => label)).toEqual(["Settings", "Clients", "Clusters"]);
});
