const DAY_MS = 86_400_000;

/** The day in so many days, such as "2027-02-24", in UTC, as the server counts days. */
export function dayIn(days: number, now = Date.now()): string {
  return new Date(now + days * DAY_MS).toISOString().slice(0, 10);
}
