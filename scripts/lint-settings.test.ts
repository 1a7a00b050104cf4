import { readFileSync } from "node:fs";
import { matchesGlob } from "node:path";
import { expect, it } from "vitest";

const PRODUCT = [
  "lib/contract/connection-test.ts",
  "lib/server/clients/test-connection.ts",
  "lib/server/camunda/client-access.ts",
  "components/clients/list/client-list.tsx",
];

const read = (path: string) => JSON.parse(readFileSync(path, "utf8"));

/** Whether Biome's patterns include a file. */
const isIncluded = (path: string, patterns: readonly string[]) =>
  patterns.reduce((included, pattern) => {
    if (pattern.startsWith("!")) return included && !matchesGlob(path, pattern.slice(1));
    return included || matchesGlob(path, pattern);
  }, false);

it.each(PRODUCT)("a product file may not read the environment, whatever its name: %s", (path) => {
  const [{ includes, linter }] = read("biome.json").overrides;
  expect(linter.rules.style.noProcessEnv).toBe("error");
  expect(isIncluded(path, includes)).toBe(true);
  expect(isIncluded("lib/server/platform/env.ts", includes)).toBe(false);
});

it.each(PRODUCT)("a product file is no entry for knip, which would hide its unused exports: %s", (path) => {
  const { entry, ignore } = read("knip.json");
  expect(ignore).toBeUndefined();
  expect(entry.filter((pattern: string) => matchesGlob(path, pattern))).toEqual([]);
});
