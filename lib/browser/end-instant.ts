/** The instant in so many days, at the same time of day in the reader's zone: clocks may change in between. */
export function instantInDays(days: number, now = Date.now()): string {
  const at = new Date(now);
  at.setDate(at.getDate() + days);
  return at.toISOString();
}

/** The instant of a field with date and time, in the reader's zone. Null while it has none. */
export function instantOfLocal(local: string): string | null {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}

/** An instant as a field with date and time has it, in the reader's zone. */
export function localOfInstant(instant: string): string {
  const at = new Date(instant);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${String(at.getFullYear()).padStart(4, "0")}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}
