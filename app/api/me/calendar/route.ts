import { getCalendar, makeCalendar, takeBackCalendar } from "@/lib/server/calendar/calendar-address";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    handle: async ({ principal }) => ({ body: await getCalendar(principal) }),
  }),

  // The address works until it is taken back, longer than any session.
  POST: route({
    right: "clients.read",
    fresh: true,
    limit: "calendar-address",
    handle: async ({ principal }) => ({ status: 201, body: await makeCalendar(principal) }),
  }),

  DELETE: route({
    right: "clients.read",
    limit: "calendar-address",
    handle: async ({ principal }) => {
      await takeBackCalendar(principal);
      return {};
    },
  }),
});
