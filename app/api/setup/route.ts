import { backupNoteSchema, setupInputSchema } from "@/lib/contract/setup";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { checkSetup, noteBackup } from "@/lib/server/setup/setup";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  /** Checks one part. It changes nothing, but it asks other parties, so no page does it by itself. */
  POST: route({
    right: "setup.check",
    body: setupInputSchema,
    limit: "setup",
    handle: async ({ principal, body }) => ({ body: { checks: await checkSetup(principal, body.part) } }),
  }),

  PATCH: route({
    right: "setup.check",
    body: backupNoteSchema,
    limit: "setup",
    handle: async ({ principal }) => {
      await noteBackup(principal);
      return {};
    },
  }),
});
