import { route } from "@/lib/server/door/route";
import { findEmergencyAccess } from "@/lib/server/identity/break-glass";

export const GET = route({
  right: "clusters.read",
  handle: async ({ principal }) => ({ body: await findEmergencyAccess(principal) }),
});
