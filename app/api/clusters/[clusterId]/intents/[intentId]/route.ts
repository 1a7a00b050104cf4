import { z } from "zod";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { getIntent } from "@/lib/server/clients/get-intent";
import { route } from "@/lib/server/identity/route";

export const GET = route({
  right: "clients.read",
  params: z.object({ clusterId: clusterIdSchema, intentId: z.uuid() }),
  handle: async ({ actor, params }) => ({
    body: { intent: await getIntent(actor, params.clusterId, params.intentId) },
  }),
});
