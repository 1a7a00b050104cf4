/** The cookie that tells the server in which time zone its reader is, so that times don't change once the page runs. */
export const ZONE_COOKIE = "latchkey.zone";

/** The time zone that a cookie names, as Intl writes it. Null for none. */
export function zoneOf(word: string | undefined): string | null {
  // An offset such as +01:00 is none: it knows nothing of summer time.
  if (!word || !/^[A-Za-z]/.test(word)) return null;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: word }).resolvedOptions().timeZone;
  } catch {
    return null;
  }
}

let zone: string | undefined;

/** The browser's zone by name, such as "Europe/Vienna". Kept, because a page asks for it with each of its times. */
export const zoneName = (): string => (zone ??= Intl.DateTimeFormat().resolvedOptions().timeZone);
