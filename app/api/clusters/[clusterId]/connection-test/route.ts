import { z } from "zod";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { connectionTestInputSchema } from "@/lib/contract/connection-test";
import { testConnection } from "@/lib/server/clients/test-connection";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  POST: route({
    right: "clients.test",
    limit: "connection-test",
    params: z.object({ clusterId: clusterIdSchema }),
    body: connectionTestInputSchema,
    handle: async ({ principal, params, body }) => ({ body: await testConnection(principal, params.clusterId, body) }),
  }),
});
