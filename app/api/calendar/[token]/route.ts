import { calendarPathSchema } from "@/lib/contract/calendar";
import { readCalendar } from "@/lib/server/calendar/read-calendar";
import { methods } from "@/lib/server/door/methods";
import { openRoute } from "@/lib/server/door/open-route";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: openRoute({
    params: calendarPathSchema,
    limit: "calendar",
    name: "/api/calendar",
    type: "text/calendar; charset=utf-8",
    handle: ({ token }, facts) => readCalendar(token.replace(/\.ics$/, ""), facts),
  }),
});
