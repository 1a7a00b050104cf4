import { z } from "zod";
import { clientIdSchema } from "@/lib/contract/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { startRotationInputSchema } from "@/lib/contract/rotations";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { startRotation } from "@/lib/server/rotations/start-rotation";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  POST: route({
    right: "clients.rotate",
    fresh: true,
    limit: "rotate",
    params: z.object({ clusterId: clusterIdSchema, clientId: clientIdSchema }),
    body: startRotationInputSchema,
    handle: async ({ principal, params, body }) => {
      const result = await startRotation(principal, params.clusterId, params.clientId, body);
      return { status: result.outcome === "created" ? 201 : 202, body: result };
    },
  }),
});
