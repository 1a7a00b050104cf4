import { z } from "zod";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { listOperations } from "@/lib/server/clients/list-operations";
import { route } from "@/lib/server/door/route";

export const GET = route({
  right: "clients.read",
  params: z.object({ clusterId: clusterIdSchema }),
  handle: async ({ principal, params }) => ({
    body: { operations: await listOperations(principal, params.clusterId) },
  }),
});
