import { z } from "zod";
import { createInRotationInputSchema } from "@/lib/contract/rotations";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { createInRotation } from "@/lib/server/rotations/create-in-rotation";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  POST: route({
    right: "clients.rotate",
    fresh: true,
    limit: "rotate",
    params: z.object({ rotationId: z.uuid() }),
    body: createInRotationInputSchema,
    handle: async ({ principal, params, body }) => {
      const result = await createInRotation(principal, params.rotationId, body);
      return { status: result.outcome === "created" ? 201 : 202, body: result };
    },
  }),
});
