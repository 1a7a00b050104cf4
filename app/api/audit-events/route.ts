import { auditFilterSchema } from "@/lib/contract/audit";
import { listEvents } from "@/lib/server/audit/list-events";
import { route } from "@/lib/server/identity/route";

export const GET = route({
  right: "audit.read",
  query: auditFilterSchema,
  handle: async ({ actor, query }) => ({ body: await listEvents(actor, query) }),
});
