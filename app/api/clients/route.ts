import { inventoryQuerySchema } from "@/lib/contract/inventory";
import { changeMetadataInputSchema } from "@/lib/contract/metadata";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { changeMetadata } from "@/lib/server/inventory/change-metadata";
import { listInventory } from "@/lib/server/inventory/list-inventory";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    query: inventoryQuerySchema,
    handle: async ({ principal, query }) => ({ body: await listInventory(principal, query) }),
  }),

  PATCH: route({
    right: "clients.edit",
    body: changeMetadataInputSchema,
    handle: async ({ principal, body }) => ({ body: await changeMetadata(principal, body) }),
  }),
});
