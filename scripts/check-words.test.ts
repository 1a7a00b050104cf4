import { expect, it } from "vitest";
import { findWordFaults, readGlossary } from "./check-words.mjs";

const GLOSSARY = readGlossary(`# Contributing

| a table | before |
|---|---|
| other | rows |

<!-- glossary -->
| not | but |
|---|---|
| sack, sacks | bag |
| \`isRound\` | \`isCircle\` |
| out of the bag's way | aside |
<!-- /glossary -->

| other | again |
`);

function faultsOf(text: string, path = "lib/bag.ts"): string[] {
  return findWordFaults(new Map([[path, text]]), GLOSSARY);
}

it("reads each word of the table's left column, and no other table", () => {
  expect(GLOSSARY.map(({ instead }) => instead)).toEqual(["bag", "bag", "`isCircle`", "aside"]);
});

it.each([
  "sack",
  "Sack",
  "SACK",
  "a sack.",
  "'sack'",
  "sackSize",
  "brownSack",
  "brown_sack",
  "SACK_SIZE",
  "brown-sack",
])("finds a word in prose and in names: %s", (text) => {
  expect(faultsOf(`const one = 1;\n// ${text}\n`)).toEqual([
    expect.stringMatching(/^lib\/bag\.ts:2: not "sack" but bag$/i),
  ]);
});

it.each(["ransack", "sackcloth", "knapsack", "Sackville", "it is. Round", "isRounded", "out of the way"])(
  "passes what only looks like it: %s",
  (text) => {
    expect(faultsOf(`// ${text}\n`)).toEqual([]);
  },
);

it("finds a name, and the same words in prose", () => {
  expect(faultsOf("if (isRound(sacks)) return;\n// The list\n * is\n * round.\n")).toEqual([
    'lib/bag.ts:1: not "sacks" but bag',
    'lib/bag.ts:1: not "isRound" but `isCircle`',
    'lib/bag.ts:3: not "is round" but `isCircle`',
  ]);
});

it("finds a phrase over two lines of a comment", () => {
  expect(faultsOf("// Moved out of\n// the bag's way.\n")).toEqual([
    'lib/bag.ts:1: not "out of the bag\'s way" but aside',
  ]);
});

it("finds a word in a file's path", () => {
  expect(faultsOf("", "lib/brown-sack.ts")).toEqual(['lib/brown-sack.ts: not "sack" but bag']);
});
