import { queryOptions } from "@tanstack/react-query";
import { get, post, send } from "@/lib/browser/api";
import type { CreateClientInput, SecretEventInput } from "@/lib/contract/clients";
import type { ConnectionTestInput } from "@/lib/contract/connection-test";

const schemas = () => import("@/lib/contract/clients");

const base = (clusterId: string) => `/api/clusters/${clusterId}/clients`;
const one = (clusterId: string, clientId: string) => `${base(clusterId)}/${encodeURIComponent(clientId)}`;

export const clientsQuery = (clusterId: string) =>
  queryOptions({
    queryKey: ["clusters", clusterId, "clients"],
    queryFn: () => get(base(clusterId), async () => (await schemas()).clientListSchema),
  });

/** Everything of a client's files but the secret. */
export const connectionQuery = (clusterId: string, clientId: string) =>
  queryOptions({
    queryKey: ["clusters", clusterId, "clients", clientId],
    queryFn: () => get(one(clusterId, clientId), async () => (await schemas()).connectionResultSchema),
  });

/** How often a wish of unknown outcome is asked after, in milliseconds. */
const ASK_EVERY_MS = 2_000;

/** A wish to create a client; asked again for as long as its outcome is open. */
export const intentQuery = (clusterId: string, intentId: string) =>
  queryOptions({
    queryKey: ["clusters", clusterId, "intents", intentId],
    queryFn: () =>
      get(`/api/clusters/${clusterId}/intents/${intentId}`, async () => (await schemas()).intentResultSchema),
    refetchInterval: ({ state }) =>
      ["requested", "unknown"].includes(state.data?.intent.state ?? "unknown") ? ASK_EVERY_MS : false,
  });

/**
 * Asks for a new client. Called directly and never through a mutation: react-query would keep the result, and with it
 * the secret, in its cache.
 * @throws ApiError
 */
export function createClient(clusterId: string, input: CreateClientInput) {
  return post(base(clusterId), input, async () => (await schemas()).createClientResultSchema);
}

/**
 * Tries a client's credentials. Called directly, as createClient is: a mutation would keep the secret among its
 * variables.
 * @throws ApiError
 */
export function testConnection(clusterId: string, input: ConnectionTestInput) {
  return post(`/api/clusters/${clusterId}/connection-test`, input, async () => {
    return (await import("@/lib/contract/connection-test")).connectionTestSchema;
  });
}

/** `orphanOf`: only if the secret of that intent is still nobody's. @throws ApiError */
export function deleteClient(clusterId: string, clientId: string, orphanOf?: string): Promise<void> {
  return send("DELETE", one(clusterId, clientId) + (orphanOf ? `?orphanOf=${orphanOf}` : ""));
}

const REPORT_PAUSES_MS = [0, 2_000, 10_000];

/**
 * Tells the server what was done with a secret on this screen. It must not stand in the way of the person, so it tries
 * three times and then gives up in silence: the server treats a secret nobody reported as perhaps not seen.
 */
export async function reportSecretEvent(clusterId: string, clientId: string, input: SecretEventInput): Promise<void> {
  for (const pauseMs of REPORT_PAUSES_MS) {
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    const sent = await send("POST", `${one(clusterId, clientId)}/secret-events`, input, true).then(
      () => true,
      () => false,
    );
    if (sent) return;
  }
}
