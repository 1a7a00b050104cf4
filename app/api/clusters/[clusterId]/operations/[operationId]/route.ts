import { z } from "zod";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { getOperation } from "@/lib/server/clients/get-operation";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    // Pages ask every two seconds while an outcome is open.
    keepsAlive: false,
    params: z.object({ clusterId: clusterIdSchema, operationId: z.uuid() }),
    handle: async ({ principal, params }) => ({
      body: { operation: await getOperation(principal, params.clusterId, params.operationId) },
    }),
  }),
});
