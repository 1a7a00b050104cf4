import fc from "fast-check";
import { expect, it } from "vitest";
import { parseArray } from "@/lib/server/platform/parse-array";

async function read(text: string, size = 3): Promise<unknown[][]> {
  const slices: unknown[][] = [];
  for await (const slice of parseArray(text, size)) slices.push(slice);
  return slices;
}

it("reads the objects of any JSON array, whatever their texts contain", async () => {
  const objects = fc.array(fc.dictionary(fc.string({ unit: "binary" }), fc.jsonValue()));
  await fc.assert(
    fc.asyncProperty(objects, fc.constantFrom(0, 2), fc.integer({ min: 1, max: 4 }), async (list, indent, size) => {
      const text = JSON.stringify(list, null, indent);
      const slices = await read(text, size);
      expect(slices.flat()).toEqual(JSON.parse(text));
      for (const slice of slices) expect(slice.length).toBeLessThanOrEqual(size);
    }),
  );
});

it("leaves out elements that are no objects", async () => {
  expect((await read('[null, 1, "{", [{"a": 1}], {"b": "]"}, true]')).flat()).toEqual([{ b: "]" }]);
});

it.each(["", "null", "{}", "<html>", '{"a": [1]}'])("refuses %j", async (text) => {
  await expect(read(text)).rejects.toThrow(SyntaxError);
});

it.each(['[{"a": 1}, {"b"', '[{"a": 1}', '[{"a": 1}, {a: 1}]', '[{"a": 1}, {"b": "'])(
  "returns what stands before the fault in %j, and then refuses it",
  async (text) => {
    const seen: unknown[] = [];
    const reading = async () => {
      for await (const slice of parseArray(text, 1)) seen.push(...slice);
    };
    await expect(reading()).rejects.toThrow(SyntaxError);
    expect(seen).toEqual([{ a: 1 }]);
  },
);
