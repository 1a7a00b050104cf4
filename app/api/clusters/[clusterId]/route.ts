import { z } from "zod";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { getCluster } from "@/lib/server/clusters/get-cluster";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clusters.read",
    params: z.object({ clusterId: clusterIdSchema }),
    query: z.strictObject({ refresh: z.literal("1").exactOptional() }),
    handle: async ({ principal, params, query }) => ({
      body: await getCluster(principal, params.clusterId, { refresh: query.refresh === "1" }),
    }),
  }),
});
