import { addMemberInputSchema, memberListQuerySchema } from "@/lib/contract/members";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { addMember } from "@/lib/server/members/add-member";
import { listMembers } from "@/lib/server/members/list-members";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "members.manage",
    query: memberListQuerySchema,
    handle: async ({ principal, query }) => ({ body: await listMembers(principal, query) }),
  }),
  POST: route({
    right: "members.manage",
    body: addMemberInputSchema,
    handle: async ({ principal, body }) => ({ status: 201, body: await addMember(principal, body) }),
  }),
});
