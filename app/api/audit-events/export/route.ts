import { auditExportQuerySchema } from "@/lib/contract/audit";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";
import { exportHistory } from "@/lib/server/exports/export-history";

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "audit.read",
    query: auditExportQuerySchema,
    limit: "export",
    handle: async ({ principal, query }) => ({ file: await exportHistory(principal, query) }),
  }),
});
