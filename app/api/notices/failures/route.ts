import { noticeFailuresQuerySchema } from "@/lib/contract/notices";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { listFailures, sendFailedAgain } from "@/lib/server/notices/failures";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "notices.manage",
    query: noticeFailuresQuerySchema,
    handle: async ({ principal, query }) => ({ body: await listFailures(principal, query) }),
  }),

  POST: route({
    right: "notices.manage",
    handle: async ({ principal }) => {
      await sendFailedAgain(principal);
      return {};
    },
  }),
});
