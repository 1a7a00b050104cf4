import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";

/** The keys and indexes of each model, as their columns. */
function indexesOf(schema: string): Map<string, string[][]> {
  const models = schema.matchAll(/^model (\w+) \{\n(.*?)^\}/gms);
  return new Map(
    Array.from(models, ([, name = "", body = ""]) => {
      const single = Array.from(body.matchAll(/^ {2}(\w+) .*@(?:id|unique)\b/gm), ([, column = ""]) => [column]);
      const compound = Array.from(body.matchAll(/^ {2}@@(?:id|unique|index)\(\[(.*)\]/gm), ([, list = ""]) =>
        list.split(", "),
      );
      return [name, [...single, ...compound]];
    }),
  );
}

it("no index doubles the start of another, which would only make writes slower", async () => {
  const models = indexesOf(await readFile("prisma/schema.prisma", "utf8"));
  expect(models.get("Operation")).toContainEqual(["clusterId", "openKey"]);
  for (const [model, indexes] of models) {
    const doubled = indexes.filter((index, at) =>
      indexes.some((other, otherAt) => otherAt !== at && index.every((column, place) => other[place] === column)),
    );
    expect([model, doubled]).toEqual([model, []]);
  }
});
