import { dismissInputSchema, findingListQuerySchema } from "@/lib/contract/findings";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { dismissFindings } from "@/lib/server/findings/dismiss-findings";
import { listFindings } from "@/lib/server/findings/list-findings";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    query: findingListQuerySchema,
    handle: async ({ principal, query }) => ({ body: await listFindings(principal, query) }),
  }),

  PATCH: route({
    right: "clients.edit",
    body: dismissInputSchema,
    handle: async ({ principal, body }) => {
      await dismissFindings(principal, body);
      return {};
    },
  }),
});
