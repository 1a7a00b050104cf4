import * as z from "zod/mini";
import { textSchema } from "@/lib/contract/text";

/** How many rows a list's first page has, which is also in the HTML, and how many each later one has, which is JSON. */
const FIRST_PAGE_SIZE = 25;
const LATER_PAGE_SIZE = 100;

/** @param after what the page begins after, undefined for the first page */
export function pageSize(after: string | number | undefined): number {
  return after === undefined ? FIRST_PAGE_SIZE : LATER_PAGE_SIZE;
}

/** What every list can be asked for. `after` is the id of the last row of the page before; each list types it. */
export const listQueryShape = {
  search: z.optional(textSchema(100)),
  direction: z.optional(z.enum(["ascending", "descending"])),
  /** Ask Camunda now, however fresh the stored list is. */
  refresh: z.optional(z.literal("1")),
};

/** What every page of a list says besides its rows. */
export const listPageShape = {
  /** How many rows there are without the search, and with it. */
  total: z.int(),
  found: z.int(),
  /** `after` of the next page; null on the last one. */
  nextAfter: z.nullable(z.string()),
  /** False when part of Camunda's list could not be read: known rows stay, and some may be missing. */
  isComplete: z.boolean(),
};
