import { z } from "zod";
import { changeRotationInputSchema } from "@/lib/contract/rotations";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { isFresh } from "@/lib/server/identity/session";
import { AppError } from "@/lib/server/platform/errors";
import { changeRotation, letsDelete } from "@/lib/server/rotations/change-rotation";
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
    handle: async ({ principal, session, params, body }) => {
      const asks = !isFresh(session) && (await letsDelete(principal, params.rotationId, body));
      if (asks) throw new AppError("reauthentication_required");
      await changeRotation(principal, params.rotationId, body);
      return { status: 204 };
    },
  }),
});
