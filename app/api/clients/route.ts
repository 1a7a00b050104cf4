import { inventoryQuerySchema } from "@/lib/contract/inventory";
import { changeMetadataInputSchema } from "@/lib/contract/metadata";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { isFresh } from "@/lib/server/identity/session";
import { changeMetadata } from "@/lib/server/inventory/change-metadata";
import { listInventory } from "@/lib/server/inventory/list-inventory";
import { AppError } from "@/lib/server/platform/errors";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    query: inventoryQuerySchema,
    handle: async ({ principal, query }) => ({ body: await listInventory(principal, query) }),
  }),

  PATCH: route({
    right: "clients.edit",
    body: changeMetadataInputSchema,
    handle: async ({ principal, session, body }) => {
      // It decides that clients are deleted, in an hour at the earliest. All other changes can be undone.
      const deletes = body.clients.some(({ changes }) => changes.end?.action === "delete");
      if (deletes && !isFresh(session)) throw new AppError("reauthentication_required");
      return { body: await changeMetadata(principal, body) };
    },
  }),
});
