import { addMemberInputSchema, memberListQuerySchema } from "@/lib/contract/members";
import { route } from "@/lib/server/door/route";
import { addMember } from "@/lib/server/members/add-member";
import { listMembers } from "@/lib/server/members/list-members";

export const GET = route({
  right: "members.manage",
  query: memberListQuerySchema,
  handle: async ({ principal, query }) => ({ body: await listMembers(principal, query) }),
});

export const POST = route({
  right: "members.manage",
  body: addMemberInputSchema,
  handle: async ({ principal, body }) => ({ status: 201, body: await addMember(principal, body) }),
});
