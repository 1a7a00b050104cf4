import { z } from "zod";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { deleteView } from "@/lib/server/inventory/saved-views";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  DELETE: route({
    right: "clients.read",
    params: z.object({ viewId: z.uuid() }),
    handle: async ({ principal, params }) => {
      await deleteView(principal, params.viewId);
      return { status: 204 };
    },
  }),
});
