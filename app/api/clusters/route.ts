import { clusterListQuerySchema } from "@/lib/contract/clusters";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { route } from "@/lib/server/door/route";

export const GET = route({
  right: "clusters.read",
  query: clusterListQuerySchema,
  handle: async ({ principal, query }) => ({ body: await listClusters(principal, query) }),
});
