import { z } from "zod";
import { clientListQuerySchema, createClientInputSchema } from "@/lib/contract/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { isOpen } from "@/lib/contract/operation-states";
import { createClient } from "@/lib/server/clients/create-client";
import { listClients } from "@/lib/server/clients/list-clients";
import { methods } from "@/lib/server/door/methods";
import { route } from "@/lib/server/door/route";

const params = z.object({ clusterId: clusterIdSchema });

export const { DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route({
    right: "clients.read",
    params,
    query: clientListQuerySchema,
    handle: async ({ principal, params, query }) => ({ body: await listClients(principal, params.clusterId, query) }),
  }),

  POST: route({
    right: "clients.create",
    limit: "create",
    params,
    body: createClientInputSchema,
    handle: async ({ principal, params, body }) => {
      const result = await createClient(principal, params.clusterId, body);
      const status = result.outcome === "created" ? 201 : isOpen(result.operation.state) ? 202 : 200;
      return { status, body: result };
    },
  }),
});
