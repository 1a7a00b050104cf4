import "server-only";
import ical, { ICalCalendarMethod } from "ical-generator";
import type { CalendarDate } from "@/lib/server/calendar/list-dates";
import { env } from "@/lib/server/platform/env";
import { instantIn } from "@/lib/server/platform/instant-in";

/** How often calendars should ask again, in seconds. */
const ASK_AGAIN_S = 3_600;

const WORDS: Record<CalendarDate["kind"], (name: string) => { summary: string; what: string }> = {
  end: (name) => ({ summary: `End of ${name}`, what: "Latchkey tells you; the client stays." }),
  deletion: (name) => ({
    summary: `${name} is deleted`,
    what: "Latchkey deletes the client in Camunda then. Put it off if it is still needed.",
  }),
  review: (name) => ({ summary: `Review ${name}`, what: "Is the client still needed?" }),
  rotation: (name) => ({ summary: `Rotation of ${name} is due`, what: "The old client should be replaced by then." }),
};

/**
 * Dates as a calendar feed (RFC 5545). Reviews are due on a day. Other instants are in UTC, which calendars show in their
 * reader's zone; the description has them in `zone`.
 */
export function writeCalendar(dates: readonly CalendarDate[], zone: string): string {
  const { origin, host } = new URL(env().appUrl);
  const calendar = ical({
    name: "Latchkey",
    prodId: { company: "Latchkey", product: "Latchkey", language: "EN" },
    method: ICalCalendarMethod.PUBLISH,
    ttl: ASK_AGAIN_S,
  });
  for (const { kind, id, at, clusterId, clusterName, clientId, name } of dates) {
    const { summary, what } = WORDS[kind](name);
    const page = kind === "rotation" ? `rotations/${id}` : `clients/${encodeURIComponent(clientId)}`;
    const url = `${origin}/clusters/${clusterId}/${page}`;
    const isDay = kind === "review";
    const when = isDay ? at.toISOString().slice(0, 10) : instantIn(at, zone);
    calendar.createEvent({
      // An end keeps its ID when what happens then changes.
      id: `${kind === "deletion" ? "end" : kind}-${id}@${host}`,
      start: at,
      ...(isDay && { allDay: true, timezone: "UTC" }),
      summary: clusterName ? `${summary} (${clusterName})` : summary,
      description: `${when}\n${what}\n${url}`,
      url,
    });
  }
  return calendar.toString();
}
