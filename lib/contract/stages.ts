/** What clusters are for, the one where a mistake costs most first. They are sorted in this order. */
export const STAGES = ["production", "staging", "test", "development"] as const;
export type Stage = (typeof STAGES)[number];

const WORDS = new Map<string, Stage>([
  ["production", "production"],
  ["prod", "production"],
  ["prd", "production"],
  ["staging", "staging"],
  ["stage", "staging"],
  ["stg", "staging"],
  ["preprod", "staging"],
  ["test", "test"],
  ["testing", "test"],
  ["development", "development"],
  ["dev", "development"],
]);

/** "non-prod" and "pre production" are not production. */
const NOT = new Set(["non", "no", "not", "pre"]);

const isStageWord = (word: string) => WORDS.has(word.toLowerCase());

/** Whether a label of Camunda's says nothing but the stage. */
export const isStageLabel = (label: string): boolean => isStageWord(label.trim());

function stageIn(words: readonly string[]): Stage | null {
  const found = new Set(
    words.flatMap((word, at) => {
      const isNegated = NOT.has(words[at - 1]?.toLowerCase() ?? "");
      return isNegated ? [] : (WORDS.get(word.toLowerCase()) ?? []);
    }),
  );
  return STAGES.find((stage) => found.has(stage)) ?? null;
}

/**
 * The stage of a cluster: what Camunda's labels say, such as "prod"; if they say nothing about it, what its name says.
 * Null for none. If a name has several, the one where a mistake costs most counts.
 */
export function stageOf({ name, labels }: { name: string; labels: readonly string[] }): Stage | null {
  return stageIn(labels.map((label) => label.trim())) ?? stageIn(name.split(/[^\p{L}\p{N}]+/u));
}
