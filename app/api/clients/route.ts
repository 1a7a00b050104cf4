import { changeMetadataInputSchema } from "@/lib/contract/metadata";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { changeMetadata } from "@/lib/server/inventory/change-metadata";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  PATCH: route({
    right: "clients.edit",
    body: changeMetadataInputSchema,
    handle: async ({ principal, body }) => ({ body: await changeMetadata(principal, body) }),
  }),
});
