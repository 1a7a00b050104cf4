import { z } from "zod";
import { sessionIdSchema } from "@/lib/contract/sessions";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { endSession } from "@/lib/server/sessions/end-sessions";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  DELETE: route({
    right: "sessions.manage",
    params: z.object({ sessionId: sessionIdSchema }),
    query: z.strictObject({}),
    handle: async ({ principal, params }) => {
      await endSession(principal, params.sessionId);
      return { status: 204 };
    },
  }),
});
