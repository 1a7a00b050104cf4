import * as z from "zod/mini";

/** With nanoseconds. Without a limit, a fraction of any length would become part of events, which stay. */
const LONGEST = 30;

/** An instant on the wire: ISO 8601 in UTC, to the millisecond. */
export const instantSchema = z.iso.datetime().check(
  z.maxLength(LONGEST, "Enter an instant such as 2027-03-31T12:00:00Z."),
  z.refine((at) => !at.startsWith("0000"), "The year 0 does not exist."),
);
