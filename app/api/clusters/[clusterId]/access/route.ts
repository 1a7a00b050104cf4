import { z } from "zod";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { memberListQuerySchema } from "@/lib/contract/members";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { listClusterAccess } from "@/lib/server/members/list-cluster-access";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "access.read",
    params: z.object({ clusterId: clusterIdSchema }),
    query: memberListQuerySchema,
    handle: async ({ principal, params, query }) => ({
      body: await listClusterAccess(principal, params.clusterId, query),
    }),
  }),
});
