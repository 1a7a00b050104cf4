import { inventoryCountsQuerySchema } from "@/lib/contract/inventory";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { countFilter } from "@/lib/server/inventory/count-filter";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    query: inventoryCountsQuerySchema,
    handle: async ({ principal, query: { of, ...filter } }) => ({ body: await countFilter(principal, filter, of) }),
  }),
});
