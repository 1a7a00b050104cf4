const DIVISIONS = [
  { unit: "minute", minutes: 1, below: 60 },
  { unit: "hour", minutes: 60, below: 24 * 60 },
  { unit: "day", minutes: 24 * 60, below: 30 * 24 * 60 },
  { unit: "month", minutes: 30.44 * 24 * 60, below: 365.25 * 24 * 60 },
  { unit: "year", minutes: 365.25 * 24 * 60, below: Number.POSITIVE_INFINITY },
] as const;

/** An ISO 8601 instant as `2026-11-23 06:31 UTC`. The same on every machine, so that the server can render it. */
export function utcText(instant: string, seconds = false): string {
  const iso = new Date(instant).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, seconds ? 19 : 16)} UTC`;
}

/** A day such as `2026-11-23` as `Mon 23 Nov 2026`. */
export function dayText(day: string): string {
  const format = { weekday: "short", day: "numeric", month: "short", year: "numeric", timeZone: "UTC" } as const;
  return new Intl.DateTimeFormat("en-GB", format).format(new Date(day)).replace(",", "");
}

/** Formats by zone. To make one takes ten times as long as to use it, and a page has up to a hundred instants. */
const formats = new Map<string | undefined, Intl.DateTimeFormat>();

function formatIn(timeZone: string | undefined): Intl.DateTimeFormat {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat("en-GB", {
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
      hourCycle: "h23",
      timeZoneName: "shortOffset",
      ...(timeZone !== undefined && { timeZone }),
    });
  formats.set(timeZone, format);
  return format;
}

/** An ISO 8601 instant as `2026-11-23 20:16 UTC+13:45`, in the given zone (as Intl writes it) or the machine's own. */
export function zonedText(instant: string, seconds = false, timeZone?: string): string {
  const parts = new Map(
    formatIn(timeZone)
      .formatToParts(new Date(instant))
      .map(({ type, value }) => [type, value]),
  );
  const zone = parts.get("timeZoneName")?.replace("GMT", "UTC").replace(/\+0$/, "");
  const time = `${parts.get("hour")}:${parts.get("minute")}${seconds ? `:${parts.get("second")}` : ""}`;
  return `${parts.get("year")}-${parts.get("month")}-${parts.get("day")} ${time} ${zone}`;
}

/** An ISO 8601 instant in a zone, and in UTC where none is known. */
export const textIn = (zone: string | null, instant: string, seconds = false): string =>
  zone === null ? utcText(instant, seconds) : zonedText(instant, seconds, zone);

/** The day of an instant in a zone, such as `2026-11-23`. */
export const dayIn = (zone: string | null, instant: string): string => textIn(zone, instant).slice(0, 10);

/** `Today` or `Yesterday` for such a day, and nothing for another one. `now` in milliseconds. */
export function nearDayText(zone: string | null, day: string, now: number): string {
  if (day === dayIn(zone, new Date(now).toISOString())) return "Today";
  return day === dayIn(zone, new Date(now - 86_400_000).toISOString()) ? "Yesterday" : "";
}

/** `just now`, `3 minutes ago` or `in 2 days`: an instant relative to `now`. Each in milliseconds or ISO 8601. */
export function relativeText(instant: string | number, now: string | number): string {
  const minutes = (new Date(instant).getTime() - new Date(now).getTime()) / 60_000;
  const distance = Math.abs(minutes);
  if (distance < 1) return minutes > 0 ? "in a moment" : "just now";
  const division = DIVISIONS.find(({ below }) => distance < below) ?? DIVISIONS[4];
  const passed = distance / division.minutes;
  // What was chosen as 24 hours from now is "in 24 hours" a moment later. 30 days are shown as one month, though a bit less.
  const count = Math.sign(minutes) * Math.max(1, minutes > 0 ? Math.round(passed) : Math.trunc(passed));
  return new Intl.RelativeTimeFormat("en", { numeric: "always" }).format(count, division.unit);
}
