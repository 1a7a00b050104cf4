import { rotationListQuerySchema } from "@/lib/contract/rotations";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { listRotations } from "@/lib/server/rotations/list-rotations";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    query: rotationListQuerySchema,
    handle: async ({ principal, query }) => ({ body: await listRotations(principal, query) }),
  }),
});
