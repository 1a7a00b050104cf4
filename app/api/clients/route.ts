import { inventoryQuerySchema } from "@/lib/contract/inventory";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { listInventory } from "@/lib/server/inventory/list-inventory";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    query: inventoryQuerySchema,
    handle: async ({ principal, query }) => ({ body: await listInventory(principal, query) }),
  }),
});
