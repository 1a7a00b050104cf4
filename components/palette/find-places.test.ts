import { expect, it, vi } from "vitest";
import {
  actionsFor,
  fuzzyScore,
  matchPlaces,
  type Place,
  recentPlaces,
  rememberPlace,
} from "@/components/palette/find-places";
import { pagesFor } from "@/components/palette/fixed-places";

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

it("puts words that begin with what was typed before letters inside them", () => {
  const places = ["Last days", "Mustang", "Alpha staging", "Staging"].map(place);
  expect(matchPlaces(places, "sta").map(({ label }) => label)).toEqual([
    "Staging",
    "Alpha staging",
    "Mustang",
    "Last days",
  ]);
});

it("puts those first whose letters stand together or start words, and keeps the order while nothing is typed", () => {
  const places = ["Settings", "Clients", "Clusters"].map(place);
  expect(matchPlaces(places, "cl").map(({ label }) => label)).toEqual(["Clients", "Clusters"]);
  expect(matchPlaces(places, "ters").map(({ label }) => label)).toEqual(["Clusters"]);
  expect(matchPlaces(places, " ").map(({ label }) => label)).toEqual(["Settings", "Clients", "Clusters"]);
});

it.each([
  ["auditor", []],
  ["creator", ["create", "rotate", "leak"]],
  ["owner", ["create", "rotate", "leak"]],
] as const)("offers %ss the actions %j", (role, actions) => {
  expect(actionsFor(role).map(({ id }) => id)).toEqual(actions);
});

it.each([
  ["auditor", ["Rotations", "Sessions", "Notices", "Report"]],
  ["admin", ["Rotations", "Sessions", "Notices", "Report"]],
  ["owner", ["Rotations", "Members", "Sessions", "Notices", "Setup check", "Report"]],
] as const)("knows the pages that an %s may open", (role, pages) => {
  expect(pagesFor(role).map(({ label }) => label)).toEqual(pages);
});

it("remembers where somebody went, and keeps nothing of it in a storage, which the next person has too", () => {
  const setItem = vi.fn();
  vi.stubGlobal("sessionStorage", { getItem: () => null, setItem });
  for (const at of [1, 2, 3, 4, 5, 6, 7, 3]) rememberPlace({ ...place(`Orders ${at}`), group: "Clusters" });
  rememberPlace({ id: "create", group: "On this page", label: "Create", run: () => {} });
  expect(recentPlaces().map(({ group, label }) => `${group}: ${label}`)).toEqual(
    [3, 7, 6, 5, 4, 2].map((at) => `Recent: Orders ${at}`),
  );
  expect(setItem).not.toHaveBeenCalled();
  vi.unstubAllGlobals();
});
