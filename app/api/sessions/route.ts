import { endSessionsQuerySchema, sessionListQuerySchema } from "@/lib/contract/sessions";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { endAllSessions } from "@/lib/server/sessions/end-sessions";
import { listSessions } from "@/lib/server/sessions/list-sessions";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "sessions.manage",
    query: sessionListQuerySchema,
    handle: async ({ principal, session, query }) => ({ body: await listSessions(principal, session, query) }),
  }),

  DELETE: route({
    right: "sessions.manage",
    query: endSessionsQuerySchema,
    handle: async ({ principal, session, query }) => {
      await endAllSessions(principal, session, query.member);
      return { status: 204 };
    },
  }),
});
