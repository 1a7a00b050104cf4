import { testNoticeInputSchema } from "@/lib/contract/notices";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { sendTest } from "@/lib/server/notices/send-test";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  POST: route({
    right: "notices.manage",
    body: testNoticeInputSchema,
    limit: "notice-test",
    handle: async ({ principal, body }) => ({ body: await sendTest(principal, body.channel) }),
  }),
});
