import "server-only";

/** Minutes by which a zone is ahead of UTC at an instant. */
function offsetMinutes(at: number, zone: string): number {
  const part = new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" })
    .formatToParts(at)
    .find(({ type }) => type === "timeZoneName")?.value;
  const [, sign = "+", hours = "0", minutes = "0"] = /GMT([+-])(\d\d):(\d\d)/.exec(part ?? "") ?? [];
  return (Number(hours) * 60 + Number(minutes)) * (sign === "-" ? -1 : 1);
}

/** The day in a zone, as 2027-03-28. */
export function localDay(at: Date, zone: string): string {
  return new Date(at.getTime() + offsetMinutes(at.getTime(), zone) * 60_000).toISOString().slice(0, 10);
}

/** An hour of a day in a zone. An hour that summer time leaves out is the one after, one that comes twice is the first. */
function instantOf(day: string, hour: number, zone: string): Date {
  const wall = Date.parse(`${day}T${String(hour).padStart(2, "0")}:00:00Z`);
  // The offsets of the day before and of the day after: on most days they are the same.
  const [before, after] = [wall - 86_400_000, wall + 86_400_000].map((at) => wall - offsetMinutes(at, zone) * 60_000);
  const matching = [before, after]
    .filter((at) => at !== undefined)
    .filter((at) => at + offsetMinutes(at, zone) * 60_000 === wall);
  return new Date(matching.length > 0 ? Math.min(...matching) : (before ?? wall));
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T12:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** When the first digest goes out after an instant, and the day that it is for. */
export function nextDigest(after: Date, { hour, zone }: { hour: number; zone: string }): { day: string; at: Date } {
  for (let day = localDay(after, zone); ; day = dayAfter(day)) {
    const at = instantOf(day, hour, zone);
    if (at > after) return { day, at };
  }
}

/** The digest of the day after. */
export function digestAfter(day: string, { hour, zone }: { hour: number; zone: string }): { day: string; at: Date } {
  const next = dayAfter(day);
  return { day: next, at: instantOf(next, hour, zone) };
}
