import { findingCountsQuerySchema } from "@/lib/contract/findings";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { countByRule } from "@/lib/server/findings/list-findings";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    query: findingCountsQuerySchema,
    handle: async ({ principal, query }) => ({ body: await countByRule(principal, query) }),
  }),
});
