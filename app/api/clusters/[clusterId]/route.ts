import { z } from "zod";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { getCluster } from "@/lib/server/clusters/get-cluster";
import { route } from "@/lib/server/door/route";

export const GET = route({
  right: "clusters.read",
  params: z.object({ clusterId: clusterIdSchema }),
  query: z.strictObject({ refresh: z.literal("1").exactOptional() }),
  handle: async ({ principal, params, query }) => ({
    body: await getCluster(principal, params.clusterId, { refresh: query.refresh === "1" }),
  }),
});
