import { auditFilterSchema } from "@/lib/contract/audit";
import { listEvents } from "@/lib/server/audit/list-events";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "audit.read",
    query: auditFilterSchema,
    handle: async ({ principal, query }) => ({ body: await listEvents(principal, query) }),
  }),
});
