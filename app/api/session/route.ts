import { route } from "@/lib/server/door/route";
import { sessionState } from "@/lib/server/sessions/session-state";

/** When the browser's own session ends. Asking does not put off the end. */
export const GET = route({
  right: "sessions.manage",
  keepsAlive: false,
  handle: async ({ session }) => ({ body: sessionState(session) }),
});

/** Puts off the idle end, as every other request does. */
export const POST = route({
  right: "sessions.manage",
  handle: async ({ session }) => ({ body: sessionState(session) }),
});
