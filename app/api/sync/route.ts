import { beginSync, getSync } from "@/lib/server/clusters/sync-all-clusters";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  /** Pages ask again and again while a sync runs, so it does not put off the end of their session. */
  GET: route({
    right: "clients.read",
    keepsAlive: false,
    handle: async ({ principal }) => ({ body: await getSync(principal) }),
  }),

  /** Begins a sync, or joins the one that is running. */
  POST: route({
    right: "clients.read",
    limit: "sync",
    handle: async ({ principal }) => ({ status: 202, body: await beginSync(principal) }),
  }),
});
