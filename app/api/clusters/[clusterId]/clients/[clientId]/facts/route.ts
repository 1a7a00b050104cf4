import { z } from "zod";
import { clientIdSchema } from "@/lib/contract/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { getClient } from "@/lib/server/inventory/get-client";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    params: z.object({ clusterId: clusterIdSchema, clientId: clientIdSchema }),
    handle: async ({ principal, params }) => ({
      body: await getClient(principal, params.clusterId, params.clientId),
    }),
  }),
});
