import fc from "fast-check";
import Papa from "papaparse";
import { expect, it } from "vitest";
import { readAll } from "@/lib/server/exports/testing/read-all";
import { type ExportRow, inertCell, writeRows } from "@/lib/server/exports/write-rows";

async function* inSlices(rows: readonly ExportRow[], size: number) {
  for (let at = 0; at < rows.length; at += size) yield rows.slice(at, at + size);
}
const write = (rows: readonly ExportRow[], columns: readonly string[], format: "csv" | "jsonl" | "json", size = 2) =>
  readAll({ pieces: writeRows({ facts: { a: 1 }, columns, slices: inSlices(rows, size) }, format, false) });

const nasty = fc.string({
  unit: fc.constantFrom(..."=+-@\t\r\n ,;\"'|a1\ufeff\u200b\u00a0＝＠", "\0", "\ud83d\ude00"),
});

it("a CSV is read back by another library as it was written, with any text in its cells", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(nasty, nasty), { minLength: 1 }), async (cells) => {
      const rows = cells.map(([first, second]) => ({ first, second }));
      const text = await write(rows, ["first", "second"], "csv");
      const { data, errors } = Papa.parse<string[]>(text, { newline: "\r\n", delimiter: "," });
      expect(errors).toEqual([]);
      // The last line ends, too.
      expect(data.at(-1)).toEqual([""]);
      expect(data.slice(1, -1)).toEqual(cells.map((row) => row.map(inertCell)));
    }),
  );
});

it("no cell begins with a formula, not even after what spreadsheets skip", () => {
  fc.assert(
    fc.property(nasty, (text) => {
      const visible = inertCell(text).replace(/^[\s\ufeff\u200b\0"]+/u, "");
      expect(visible).not.toMatch(/^[=+\-@＝＠]/);
      // Only an apostrophe is ever added.
      expect(inertCell(text).replaceAll("'", "")).toBe(text.replaceAll("'", ""));
    }),
  );
});

it.each([
  ["=1+1", "'=1+1"],
  ["\ufeff=1+1", "'\ufeff=1+1"],
  ["\t=1+1", "'\t'=1+1"],
  // Where a spreadsheet separates cells by semicolons, or a line break ends a row.
  ["a;=2+2;b", "a;'=2+2;b"],
  ["x\n=1+1;y", "x\n'=1+1;y"],
  ['o; "@SUM(1)', "o; \"'@SUM(1)"],
  ["a|-1", "a|'-1"],
  ['"=1+1', "'\"=1+1"],
  [" @SUM(A1)", "' @SUM(A1)"],
  ["＝1+1", "'＝1+1"],
  ["-1", "'-1"],
  ["\rx", "'\rx"],
  ["a=1", "a=1"],
  ["", ""],
  ["2026-11-26T00:00:00.000Z", "2026-11-26T00:00:00.000Z"],
])("a cell of %j is written as %j", (text, cell) => {
  expect(inertCell(text)).toBe(cell);
});

it("a cell with any kind of line break is quoted", async () => {
  for (const text of ["a\nb", "a\rb", "a\r\nb"])
    expect(await write([{ text }], ["text"], "csv")).toBe(`text\r\n"${text}"\r\n`);
});

it("lists, numbers and objects have one cell each, and nothing is an empty cell", async () => {
  const row = { list: ["=a", "b"], number: -5, truth: true, object: { a: 1 }, nothing: null };
  const text = await write([row], [...Object.keys(row), "missing"], "csv");
  expect(text).toBe(`list,number,truth,object,nothing,missing\r\n"'=a, b",-5,true,"{""a"":1}",,\r\n`);
});

it.each([0, 1, 2, 3, 5])("JSON and JSON Lines are valid with %i rows, in slices of any size", async (count) => {
  const rows = Array.from({ length: count }, (_, at) => ({ at, text: "\u2028\n" }));
  for (const size of [1, 2, 100]) {
    const json = JSON.parse(await write(rows, ["at"], "json", size));
    expect(json).toEqual({ a: 1, rows, count, complete: true });
    const lines = (await write(rows, ["at"], "jsonl", size)).split("\n");
    expect([lines.pop(), lines.map((line) => JSON.parse(line))]).toEqual(["", rows]);
  }
});
