import { z } from "zod";
import { rotationDeadlineInputSchema } from "@/lib/contract/rotations";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { changeDeadline } from "@/lib/server/rotations/change-rotation";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  PATCH: route({
    right: "clients.rotate",
    // It may decide that a client is deleted.
    fresh: true,
    limit: "rotate",
    params: z.object({ rotationId: z.uuid() }),
    body: rotationDeadlineInputSchema,
    handle: async ({ principal, params, body }) => {
      await changeDeadline(principal, params.rotationId, body);
      return { status: 204 };
    },
  }),
});
