import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { sessionState } from "@/lib/server/sessions/session-state";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  /** When the browser's own session ends. Asking does not put off the end. */
  GET: route({
    right: "sessions.manage",
    keepsAlive: false,
    handle: async ({ session }) => ({ body: sessionState(session) }),
  }),

  /** Puts off the idle end, as every other request does. */
  POST: route({
    right: "sessions.manage",
    handle: async ({ session }) => ({ body: sessionState(session) }),
  }),
});
