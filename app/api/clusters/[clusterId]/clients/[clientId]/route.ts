import { z } from "zod";
import { clientIdSchema } from "@/lib/contract/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { deleteClient } from "@/lib/server/clients/delete-client";
import { route } from "@/lib/server/identity/route";

export const DELETE = route({
  right: "clients.delete",
  params: z.object({ clusterId: clusterIdSchema, clientId: clientIdSchema }),
  handle: async ({ actor, params }) => {
    await deleteClient(actor, params.clusterId, params.clientId);
    return { status: 204 };
  },
});
