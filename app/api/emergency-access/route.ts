import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { findEmergencyAccess } from "@/lib/server/identity/break-glass";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clusters.read",
    // Pages ask by themselves.
    keepsAlive: false,
    handle: async ({ principal }) => ({ body: await findEmergencyAccess(principal) }),
  }),
});
