import { ownerListQuerySchema } from "@/lib/contract/metadata";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { listOwners } from "@/lib/server/inventory/list-owners";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.edit",
    query: ownerListQuerySchema,
    handle: async ({ principal, query }) => ({ body: await listOwners(principal, query) }),
  }),
});
