import { z } from "zod";
import { clientIdSchema } from "@/lib/contract/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { getConnection } from "@/lib/server/clients/get-connection";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";

const params = z.object({ clusterId: clusterIdSchema, clientId: clientIdSchema });

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    params,
    handle: async ({ principal, params }) => ({
      body: { connection: await getConnection(principal, params.clusterId, params.clientId) },
    }),
  }),

  DELETE: route({
    right: "clients.delete",
    limit: "delete",
    params,
    query: z.strictObject({ discards: z.uuid().optional() }),
    handle: async ({ principal, params, query }) => {
      await deleteClient(principal, params.clusterId, params.clientId, query);
      return { status: 204 };
    },
  }),
});
