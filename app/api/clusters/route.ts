import { listClusters } from "@/lib/server/clusters/list-clusters";
import { route } from "@/lib/server/identity/route";

export const GET = route({
  right: "clusters.read",
  handle: async ({ actor }) => ({ body: await listClusters(actor) }),
});
