import * as z from "zod/mini";

/** An instant on the wire: ISO 8601 in UTC, to the millisecond. */
export const instantSchema = z.iso
  .datetime()
  .check(z.refine((at) => !at.startsWith("0000"), "The year 0 does not exist."));
