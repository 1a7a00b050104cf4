import { auditFilterSchema } from "@/lib/contract/audit";
import { readHistory } from "@/lib/server/audit/read-history";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "audit.read",
    query: auditFilterSchema,
    handle: async ({ principal, query }) => ({ body: await readHistory(principal, query) }),
  }),
});
