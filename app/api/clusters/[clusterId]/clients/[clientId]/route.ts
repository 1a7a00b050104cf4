import { z } from "zod";
import { clientIdSchema } from "@/lib/contract/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { getConnection } from "@/lib/server/clients/get-connection";
import { route } from "@/lib/server/identity/route";

const params = z.object({ clusterId: clusterIdSchema, clientId: clientIdSchema });

export const GET = route({
  right: "clients.read",
  params,
  handle: async ({ actor, params }) => ({
    body: { connection: await getConnection(actor, params.clusterId, params.clientId) },
  }),
});

export const DELETE = route({
  right: "clients.delete",
  limit: "delete",
  params,
  query: z.strictObject({ orphanOf: z.uuid().optional() }),
  handle: async ({ actor, params, query }) => {
    await deleteClient(actor, params.clusterId, params.clientId, query);
    return { status: 204 };
  },
});
