import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

/** A test file in backticks, and the name of a test in it, if one follows. */
const REFERENCE = /`([\w/-]+\.(?:test|spec)\.tsx?)`(?:: "(.+?)" \|)?/g;

const references = ["docs/asvs.md", "SECURITY.md"].flatMap((doc) =>
  Array.from(readFileSync(doc, "utf8").matchAll(REFERENCE), ([, file = "", name = ""]) => ({ doc, file, name })),
);

it("each test that docs/asvs.md and SECURITY.md name exists", () => {
  const missing = references.filter(
    ({ file, name }) => !existsSync(file) || !readFileSync(file, "utf8").includes(`"${name}`),
  );
  expect(missing).toEqual([]);
  expect(references.length).toBeGreaterThan(100);
});
