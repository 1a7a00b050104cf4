import { z } from "zod";
import { clientIdSchema, secretEventInputSchema } from "@/lib/contract/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { recordSecretEvent } from "@/lib/server/clients/record-secret-event";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  POST: route({
    right: "clients.create",
    limit: "secret-event",
    params: z.object({ clusterId: clusterIdSchema, clientId: clientIdSchema }),
    body: secretEventInputSchema,
    handle: async ({ principal, params, body }) => {
      await recordSecretEvent(principal, params.clusterId, params.clientId, body);
      return { status: 204 };
    },
  }),
});
