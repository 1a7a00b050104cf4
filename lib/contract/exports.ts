import * as z from "zod/mini";

/** csv: a table for spreadsheets · jsonl: one JSON object for each line · json: one JSON document. */
export const EXPORT_FORMATS = ["csv", "jsonl", "json"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Beside a filter: how its rows are written. `bom` begins a CSV file as some spreadsheets need it to read UTF-8. */
export const exportShape = { format: z.enum(EXPORT_FORMATS), bom: z.optional(z.literal("1")) };

/** A response's header with the number of rows, where it is known before the last one. */
export const TOTAL_HEADER = "x-latchkey-rows";
