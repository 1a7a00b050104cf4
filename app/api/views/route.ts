import { saveViewInputSchema } from "@/lib/contract/inventory";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { listViews, saveView } from "@/lib/server/inventory/saved-views";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    handle: async ({ principal }) => ({ body: { views: await listViews(principal) } }),
  }),

  POST: route({
    right: "clients.read",
    body: saveViewInputSchema,
    handle: async ({ principal, body }) => ({ status: 201, body: { view: await saveView(principal, body) } }),
  }),
});
