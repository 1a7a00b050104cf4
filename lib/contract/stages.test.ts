import { expect, it } from "vitest";
import { stageOf } from "@/lib/contract/stages";

it.each([
  ["Orders", ["prod"], "production"],
  ["Orders", ["eu", "Stage"], "staging"],
  ["Orders production", [], "production"],
  ["orders_PROD_eu", [], "production"],
  ["claims-staging", [], "staging"],
  ["Claims dev", [], "development"],
  ["prod test copy", [], "production"],
  ["Orders production", ["test"], "test"],
  ["non-prod", [], null],
  ["Pre-production orders", [], null],
  ["Products", [], null],
  ["Devices", ["reproduction"], null],
  ["constructor", ["__proto__", "toString"], null],
  ["", [], null],
] as const)("a cluster called %j with the labels %j is %s", (name, labels, stage) => {
  expect(stageOf({ name, labels })).toBe(stage);
});
