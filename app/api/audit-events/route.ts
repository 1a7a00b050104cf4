import { auditFilterSchema } from "@/lib/contract/audit";
import { listEvents } from "@/lib/server/audit/list-events";
import { route } from "@/lib/server/door/route";

export const GET = route({
  right: "audit.read",
  query: auditFilterSchema,
  handle: async ({ principal, query }) => ({ body: await listEvents(principal, query) }),
});
