import { z } from "zod";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { listNearDeletions } from "@/lib/server/ends/list-near-deletions";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    params: z.object({ clusterId: clusterIdSchema }),
    handle: async ({ principal, params }) => ({ body: await listNearDeletions(principal, params.clusterId) }),
  }),
});
