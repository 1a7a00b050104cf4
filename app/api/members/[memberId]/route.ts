import { z } from "zod";
import { changeMemberInputSchema, memberIdSchema } from "@/lib/contract/members";
import { route } from "@/lib/server/door/route";
import { changeMember, removeMember } from "@/lib/server/members/change-member";
import { getMember } from "@/lib/server/members/get-member";

const params = z.object({ memberId: memberIdSchema });

export const GET = route({
  right: "members.manage",
  params,
  handle: async ({ principal, params }) => ({ body: await getMember(principal, params.memberId) }),
});

export const PATCH = route({
  right: "members.manage",
  params,
  body: changeMemberInputSchema,
  handle: async ({ principal, params, body }) => {
    await changeMember(principal, params.memberId, body);
    return {};
  },
});

export const DELETE = route({
  right: "members.manage",
  params,
  handle: async ({ principal, params }) => {
    await removeMember(principal, params.memberId);
    return {};
  },
});
