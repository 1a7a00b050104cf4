import { z } from "zod";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { getCluster } from "@/lib/server/clusters/get-cluster";
import { route } from "@/lib/server/identity/route";

export const GET = route({
  right: "clusters.read",
  params: z.object({ clusterId: clusterIdSchema }),
  handle: async ({ actor, params }) => ({ body: await getCluster(actor, params.clusterId) }),
});
