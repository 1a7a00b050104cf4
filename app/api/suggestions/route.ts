import { suggestionQuerySchema } from "@/lib/contract/inventory";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { suggest } from "@/lib/server/inventory/suggest";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    query: suggestionQuerySchema,
    handle: async ({ principal, query }) => ({ body: { suggestions: await suggest(principal, query) } }),
  }),
});
