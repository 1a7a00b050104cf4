import { findVerification, startVerification } from "@/lib/server/audit/verification";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "audit.verify",
    // Pages ask for the progress by themselves.
    keepsAlive: false,
    handle: async ({ principal }) => ({ body: await findVerification(principal) }),
  }),
  POST: route({
    right: "audit.verify",
    limit: "verify",
    handle: async ({ principal }) => ({ body: await startVerification(principal), status: 202 }),
  }),
});
