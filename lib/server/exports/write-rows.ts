import "server-only";
import { stringify } from "csv-stringify/sync";
import type { ExportFormat } from "@/lib/contract/exports";

/** A row of an export: values by column, in the order of the columns. */
export type ExportRow = Record<string, string | number | boolean | null | readonly string[] | object>;

/** What makes a file: its facts, which JSON begins with, its columns, and its rows in slices. */
type Source = {
  facts: Record<string, unknown>;
  columns: readonly string[];
  slices: AsyncIterable<readonly ExportRow[]>;
};

export const MEDIA_TYPES: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  jsonl: "application/x-ndjson; charset=utf-8",
  json: "application/json; charset=utf-8",
};

/**
 * What spreadsheets take for the beginning of a formula, also in its full width, and also after characters that they
 * skip: white space, a byte order mark and other invisible ones, and quotes.
 */
const FORMULA = /^[\s\p{Cf}\p{Cc}"'\u2018-\u201f\u00ab\u00bb]*[=+\-@\uff1d\uff0b\uff0d\uff20]/u;
/** They evaluate after these, too. */
const CONTROL = /^[\t\r\n]/;

/** Where a reader that separates cells by anything else than commas, or ignores quotes, would begin another cell. */
const INNER = /(?<=[;|\t\r\n][\s"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/gu;

/** A text that no spreadsheet takes for a formula: an apostrophe in front of it makes it a text. */
export function inertCell(text: string): string {
  const inner = text.replace(INNER, "'");
  return FORMULA.test(text) || CONTROL.test(text) ? `'${inner}` : inner;
}

/** A value in one cell: lists by comma, objects as JSON. Numbers are never formulas. */
function cellOf(value: ExportRow[string]): string {
  if (value === null) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (typeof value === "string") return inertCell(value);
  return inertCell(Array.isArray(value) ? value.join(", ") : JSON.stringify(value));
}

const csv = (rows: readonly (readonly string[])[]) =>
  // RFC 4180: CRLF, and quotes around what needs them. The package itself quotes a line break only if it is CRLF.
  stringify(
    rows.map((row) => [...row]),
    { record_delimiter: "windows", quoted_match: /[\r\n]/ },
  );

/**
 * The text of a file, piece by piece. The first one needs no row, so that the response begins at once. Only a complete
 * JSON document closes, with the number of its rows; CSV and JSON Lines have no end of their own. Outside of quoted cells,
 * each row has one line break, which lib/browser/exports.ts counts.
 */
export async function* writeRows({ facts, columns, slices }: Source, format: ExportFormat, bom: boolean) {
  if (format === "csv") {
    yield `${bom ? "\ufeff" : ""}${csv([columns])}`;
    for await (const rows of slices)
      if (rows.length > 0) yield csv(rows.map((row) => columns.map((column) => cellOf(row[column] ?? null))));
    return;
  }
  if (format === "jsonl") {
    for await (const rows of slices) if (rows.length > 0) yield rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    return;
  }
  yield `${JSON.stringify(facts).slice(0, -1)},"rows":[`;
  let count = 0;
  for await (const rows of slices) {
    if (rows.length === 0) continue;
    yield `${count > 0 ? "," : ""}\n${rows.map((row) => JSON.stringify(row)).join(",\n")}`;
    count += rows.length;
  }
  yield `],"count":${count},"complete":true}`;
}
