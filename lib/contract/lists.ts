import * as z from "zod/mini";
import { textSchema } from "@/lib/contract/text";

/** Rows of a list's first page, which is part of the HTML, and of later pages, which are JSON only. */
const FIRST_PAGE_SIZE = 20;
const LATER_PAGE_SIZE = 100;

/** The number of rows of a page. `after` is its cursor, undefined for the first page. */
export function pageSize(after: string | number | undefined): number {
  return after === undefined ? FIRST_PAGE_SIZE : LATER_PAGE_SIZE;
}

/** Query fields of all lists. Each list adds `after`, the ID of the last row of the page before. */
export const listQueryShape = {
  search: z.optional(textSchema(100)),
  direction: z.optional(z.enum(["ascending", "descending"])),
  /** Reads from Camunda even when the stored list is fresh. */
  refresh: z.optional(z.literal("1")),
};

/** Fields of all pages, in addition to the rows. */
export const listPageShape = {
  /** The number of rows without the search, and with it. */
  total: z.int(),
  found: z.int(),
  /** `after` for the next page. Null on the last one. */
  nextAfter: z.nullable(z.string()),
  /** False when part of Camunda's list was unreadable: known rows are kept, and some may be missing. */
  isComplete: z.boolean(),
};

/** A CappedCount. */
export const cappedCountSchema = z.object({ count: z.int(), isCapped: z.boolean() });
