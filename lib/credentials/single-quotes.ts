import { isPlainLine } from "@/lib/credentials/lines";

/**
 * Whether `'value'` reads back unchanged in a shell and in the dotenv family alike. A shell writes a quote as '\'',
 * which no dotenv reads; dotenv readers take \' at the end for an escaped quote and run on.
 */
export function fitsSingleQuotes(value: string): boolean {
  return isPlainLine(value) && !value.includes("'") && !value.endsWith("\\");
}

/** Nothing is expanded or run inside single quotes; in double quotes `$(…)` would be. */
export function singleQuoted(value: string): string {
  return `'${value}'`;
}
