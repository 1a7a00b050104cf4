// Without schemas, because pages load this.

/** Counts stop here: "1,000+". */
export const COUNTED_UP_TO = 1_000;

/** A number that is counted up to COUNTED_UP_TO. */
export type CappedCount = { count: number; isCapped: boolean };

/** What is shown of a number that was counted to more than COUNTED_UP_TO, or to its end. */
export const cappedCount = (count: number): CappedCount => ({
  count: Math.min(count, COUNTED_UP_TO),
  isCapped: count > COUNTED_UP_TO,
});
