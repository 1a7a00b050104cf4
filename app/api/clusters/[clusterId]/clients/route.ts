import { z } from "zod";
import { createClientInputSchema } from "@/lib/contract/clients";
import { clusterIdSchema } from "@/lib/contract/clusters";
import { createClient } from "@/lib/server/clients/create-client";
import { listClients } from "@/lib/server/clients/list-clients";
import { route } from "@/lib/server/identity/route";

const params = z.object({ clusterId: clusterIdSchema });

export const GET = route({
  right: "clients.read",
  params,
  handle: async ({ actor, params }) => ({ body: await listClients(actor, params.clusterId) }),
});

export const POST = route({
  right: "clients.create",
  limit: "create",
  params,
  body: createClientInputSchema,
  handle: async ({ actor, params, body }) => {
    const result = await createClient(actor, params.clusterId, body);
    const isOpen = result.outcome === "intent" && ["requested", "unknown"].includes(result.intent.state);
    return { status: result.outcome === "created" ? 201 : isOpen ? 202 : 200, body: result };
  },
});
