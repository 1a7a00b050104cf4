import { waitingQuerySchema } from "@/lib/contract/waiting";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { listWaiting } from "@/lib/server/ends/list-waiting";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    query: waitingQuerySchema,
    handle: async ({ principal, query }) => ({ body: await listWaiting(principal, query) }),
  }),
});
