import { clusterListQuerySchema } from "@/lib/contract/clusters";
import { listClusters } from "@/lib/server/clusters/list-clusters";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clusters.read",
    query: clusterListQuerySchema,
    handle: async ({ principal, query }) => ({ body: await listClusters(principal, query) }),
  }),
});
