import { z } from "zod";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { consoleEventQuerySchema } from "@/lib/contract/console-events";
import { listConsoleEvents } from "@/lib/server/audit/list-console-events";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "audit.read",
    params: z.object({ clusterId: clusterIdSchema }),
    query: consoleEventQuerySchema,
    handle: async ({ principal, params, query }) => ({
      body: await listConsoleEvents(principal, params.clusterId, query),
    }),
  }),
});
