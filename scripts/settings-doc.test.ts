import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const [, schema = ""] =
  /const settings = z\.object\(\{(.*?)^\}\);/ms.exec(readFileSync("lib/server/platform/env.ts", "utf8")) ?? [];
const [, fromFile = ""] =
  /const FROM_FILE = \[(.*?)\];/s.exec(readFileSync("lib/server/platform/env.ts", "utf8")) ?? [];
/** What only the server in front of Next reads. */
const OF_THE_SERVER = ["HOSTNAME", "LATCHKEY_TRUSTED_PROXIES", "PORT"];
const settings = [...Array.from(schema.matchAll(/^ {2}([A-Z_]+):/gm), ([, name]) => name), ...OF_THE_SERVER].toSorted();

const page = readFileSync("docs/settings.md", "utf8");
const namesIn = (text: string) => Array.from(text.matchAll(/`([A-Z][A-Z_]+)`/g), ([, name]) => name);

it("docs/settings.md has a row for each setting, and for nothing else", () => {
  const cells = page.split("\n").flatMap((line) => (line.startsWith("| `") ? [line.split("|")[1] ?? ""] : []));
  expect(cells.flatMap(namesIn).toSorted()).toEqual(settings);
});

it("docs/settings.md names each setting that a file can hold", () => {
  const [, paragraph = ""] = /\n\n((?:`[A-Z_]+`,? )[^|]*?can each be read from a file)/s.exec(page) ?? [];
  expect(namesIn(paragraph).toSorted()).toEqual(
    Array.from(fromFile.matchAll(/"([A-Z_]+)"/g), ([, name]) => name).toSorted(),
  );
});

it(".env.example has every setting but the demo's own", () => {
  const example = Array.from(readFileSync(".env.example", "utf8").matchAll(/^#?([A-Z_]+)=/gm), ([, name]) => name);
  const known = example.filter((name) => !name?.endsWith("_FILE"));
  expect(known.toSorted()).toEqual(settings.filter((name) => name !== "LATCHKEY_DEMO"));
});
