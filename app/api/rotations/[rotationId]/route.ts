import { z } from "zod";
import { changeRotationInputSchema } from "@/lib/contract/rotations";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { changeRotation } from "@/lib/server/rotations/change-rotation";
import { getRotation } from "@/lib/server/rotations/get-rotation";

const params = z.object({ rotationId: z.uuid() });

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    // Its page asks by itself.
    keepsAlive: false,
    params,
    handle: async ({ principal, params }) => ({ body: await getRotation(principal, params.rotationId) }),
  }),

  PATCH: route({
    right: "clients.rotate",
    limit: "rotate",
    params,
    body: changeRotationInputSchema,
    handle: async ({ principal, params, body }) => {
      await changeRotation(principal, params.rotationId, body);
      return { status: 204 };
    },
  }),
});
