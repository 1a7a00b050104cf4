import { z } from "zod";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { memberListQuerySchema } from "@/lib/contract/members";
import { route } from "@/lib/server/door/route";
import { listClusterAccess } from "@/lib/server/members/list-cluster-access";

export const GET = route({
  right: "access.read",
  params: z.object({ clusterId: clusterIdSchema }),
  query: memberListQuerySchema,
  handle: async ({ principal, params, query }) => ({
    body: await listClusterAccess(principal, params.clusterId, query),
  }),
});
