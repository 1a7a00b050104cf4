import { z } from "zod";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { listOperations } from "@/lib/server/clients/list-operations";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    // Pages ask every two seconds while an outcome is open.
    keepsAlive: false,
    params: z.object({ clusterId: clusterIdSchema }),
    handle: async ({ principal, params }) => ({
      body: { operations: await listOperations(principal, params.clusterId) },
    }),
  }),
});
