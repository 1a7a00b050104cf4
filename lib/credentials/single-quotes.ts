import { isPlainLine } from "@/lib/credentials/lines";

/**
 * Whether `'value'` reads back unchanged both in a shell and in dotenv libraries. A shell needs '\'' for a quote, which
 * no dotenv library reads. dotenv libraries read \' at the end as an escaped quote, and read on.
 */
export function fitsSingleQuotes(value: string): boolean {
  return isPlainLine(value) && !value.includes("'") && !value.endsWith("\\");
}

/** Shells expand and run nothing inside single quotes; in double quotes they would run `$(…)`. */
export function singleQuoted(value: string): string {
  return `'${value}'`;
}
