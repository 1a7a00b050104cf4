import * as z from "zod/mini";

/** Counts stop here: "1,000+". */
export const COUNTED_UP_TO = 1_000;

/** A number that is counted up to COUNTED_UP_TO. */
export const cappedCountSchema = z.object({ count: z.int(), isCapped: z.boolean() });
export type CappedCount = z.infer<typeof cappedCountSchema>;
