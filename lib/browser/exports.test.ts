import fc from "fast-check";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { downloadExport, rowCounter } from "@/lib/browser/exports";
import type { ExportFormat } from "@/lib/contract/exports";
import { readAll } from "@/lib/server/exports/testing/read-all";
import { writeRows } from "@/lib/server/exports/write-rows";

const bytes = (text: string) => new TextEncoder().encode(text);

it("counts the rows of each format as they arrive, cut anywhere, whatever is in their cells", async () => {
  const text = fc.string({ unit: fc.constantFrom(...'a",\r\n=é') });
  const format = fc.constantFrom<ExportFormat>("csv", "jsonl", "json");
  await fc.assert(
    fc.asyncProperty(fc.array(text), format, fc.integer({ min: 1, max: 9 }), async (cells, as, size) => {
      async function* slices() {
        yield cells.map((cell) => ({ cell }));
      }
      const file = bytes(
        await readAll({ pieces: writeRows({ facts: {}, columns: ["cell"], slices: slices() }, as, false) }),
      );
      const count = rowCounter(as);
      let rows = 0;
      for (let at = 0; at < file.length; at += size) rows = count(file.subarray(at, at + size));
      expect(rows).toBe(cells.length);
    }),
  );
});

let saved: { name: string; text: Promise<string> }[];
beforeEach(() => {
  saved = [];
  let text = Promise.resolve("");
  vi.spyOn(URL, "createObjectURL").mockImplementation((file) => {
    text = file instanceof Blob ? file.text() : text;
    return "blob:x";
  });
  const link = { href: "", download: "", click: () => saved.push({ name: link.download, text }) };
  vi.stubGlobal("document", { createElement: () => link });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** A response that arrives in these pieces, and then ends or breaks off. */
function answerWith(pieces: string[], error?: Error): void {
  const body = new ReadableStream({
    pull(controller) {
      const piece = pieces.shift();
      if (piece !== undefined) controller.enqueue(bytes(piece));
      else if (error) controller.error(error);
      else controller.close();
    },
  });
  const headers = { "content-disposition": 'attachment; filename="a-file.csv"', "x-latchkey-rows": "2" };
  vi.stubGlobal("fetch", async () => new Response(body, { headers }));
}
const download = (onProgress = vi.fn(), signal = new AbortController().signal) =>
  downloadExport("/api/x", { format: "csv", bom: false, filter: {} }, signal, onProgress);

it("saves the whole file under its name, and tells how far it is", async () => {
  answerWith(["a\r\n", "1\r\n2", "\r\n"]);
  const onProgress = vi.fn();
  expect(await download(onProgress)).toEqual({ name: "a-file.csv", rows: 2 });
  expect(onProgress.mock.calls.map(([{ rows, total }]) => [rows, total])).toEqual([
    [0, 2],
    [0, 2],
    [1, 2],
    [2, 2],
  ]);
  expect([saved[0]?.name, await saved[0]?.text]).toEqual(["a-file.csv", "a\r\n1\r\n2\r\n"]);
});

it("saves nothing when the file breaks off or is cancelled", async () => {
  answerWith(["a\r\n", "1\r\n"], new TypeError("terminated"));
  await expect(download()).rejects.toThrow("broke off before its end");
  answerWith(["a\r\n", "1\r\n"], new TypeError("aborted"));
  const abort = new AbortController();
  await expect(
    download(
      vi.fn(() => abort.abort()),
      abort.signal,
    ),
  ).rejects.toThrow("aborted");
  expect(saved).toEqual([]);
});
