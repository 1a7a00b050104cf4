import { inventoryExportQuerySchema } from "@/lib/contract/inventory";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { exportInventory } from "@/lib/server/exports/export-inventory";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    query: inventoryExportQuerySchema,
    limit: "export",
    handle: async ({ principal, query }) => ({ file: await exportInventory(principal, query) }),
  }),
});
