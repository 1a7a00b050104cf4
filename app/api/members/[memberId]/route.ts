import { z } from "zod";
import { changeMemberInputSchema, memberIdSchema } from "@/lib/contract/members";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { changeMember, removeMember } from "@/lib/server/members/change-member";
import { getMember } from "@/lib/server/members/get-member";

const params = z.object({ memberId: memberIdSchema });

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "members.manage",
    params,
    handle: async ({ principal, params }) => ({ body: await getMember(principal, params.memberId) }),
  }),
  PATCH: route({
    right: "members.manage",
    params,
    body: changeMemberInputSchema,
    handle: async ({ principal, params, body }) => {
      await changeMember(principal, params.memberId, body);
      return {};
    },
  }),
  DELETE: route({
    right: "members.manage",
    params,
    handle: async ({ principal, params }) => {
      await removeMember(principal, params.memberId);
      return {};
    },
  }),
});
