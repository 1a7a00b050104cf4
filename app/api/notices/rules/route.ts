import { changeNoticeRulesSchema } from "@/lib/contract/notices";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { changeNoticeRules, findNoticeSettings } from "@/lib/server/notices/notice-settings";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "notices.manage",
    handle: async ({ principal }) => ({ body: await findNoticeSettings(principal) }),
  }),

  PATCH: route({
    right: "notices.manage",
    fresh: true,
    body: changeNoticeRulesSchema,
    handle: async ({ principal, body }) => ({ body: await changeNoticeRules(principal, body) }),
  }),
});
