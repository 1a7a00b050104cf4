import { changeOwnNoticesSchema } from "@/lib/contract/notices";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { changeOwnNotices, findOwnNotices } from "@/lib/server/notices/own-notices";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "notices.manage",
    handle: async ({ principal }) => ({ body: await findOwnNotices(principal) }),
  }),

  PATCH: route({
    right: "notices.manage",
    body: changeOwnNoticesSchema,
    handle: async ({ principal, body }) => ({ body: await changeOwnNotices(principal, body) }),
  }),
});
