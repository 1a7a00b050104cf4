import { type InfiniteData, infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { get, post, send } from "@/lib/browser/api";
import { queryString } from "@/lib/browser/query-string";
import { showRefreshed } from "@/lib/browser/show-refreshed";
import type { ClientList, ClientListQuery, CreateClientInput, SecretEventInput } from "@/lib/contract/clients";
import type { ConnectionTestInput } from "@/lib/contract/connection-test";
import { isOpen } from "@/lib/contract/operation-states";

const schemas = () => import("@/lib/contract/clients");
const operationSchemas = () => import("@/lib/contract/operations");
const listSchema = async () => (await schemas()).clientListSchema;

const base = (clusterId: string) => `/api/clusters/${clusterId}/clients`;
const one = (clusterId: string, clientId: string) => `${base(clusterId)}/${encodeURIComponent(clientId)}`;

/** The search and the order of a list of clients. */
export type ClientListView = Pick<ClientListQuery, "search" | "sort" | "direction">;

/** A cluster's clients, page by page. */
export const clientsQuery = (clusterId: string, view: ClientListView = {}) =>
  infiniteQueryOptions({
    queryKey: ["clients", clusterId, view],
    queryFn: ({ pageParam }) => get(`${base(clusterId)}?${queryString({ ...view, after: pageParam })}`, listSchema),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ClientList) => page.nextAfter,
  });

/** Reloads all lists of a cluster's clients from the server. */
export function reloadClients(queries: QueryClient, clusterId: string): Promise<void> {
  return queries.invalidateQueries({ queryKey: ["clients", clusterId] });
}

/** Takes a client out of every loaded list of its cluster. */
export function dropClient(queries: QueryClient, clusterId: string, clientId: string): void {
  queries.setQueriesData<InfiniteData<ClientList>>({ queryKey: ["clients", clusterId] }, (list) => {
    const pages = list?.pages.map((page) => ({
      ...page,
      clients: page.clients.filter((client) => client.clientId !== clientId),
    }));
    return list && pages && { ...list, pages };
  });
}

/** Makes the server read a cluster's clients from Camunda, then shows the result in the lists. @throws ApiError */
export async function refreshClients(queries: QueryClient, clusterId: string): Promise<void> {
  await showRefreshed(queries, ["clients", clusterId], await get(`${base(clusterId)}?refresh=1`, listSchema));
}

/** Whether the stored list of a cluster contains a client with exactly this name. */
export const nameTakenQuery = (clusterId: string, name: string) =>
  queryOptions({
    queryKey: ["client-name", clusterId, name],
    // A name can be taken at any moment.
    staleTime: 5_000,
    queryFn: async () => (await get(`${base(clusterId)}?${queryString({ name })}`, listSchema)).found > 0,
  });

/** Everything that a client's files contain except the secret. */
export const connectionQuery = (clusterId: string, clientId: string) =>
  queryOptions({
    queryKey: ["connection", clusterId, clientId],
    queryFn: () => get(one(clusterId, clientId), async () => (await schemas()).connectionResultSchema),
  });

/** How often operations of unknown outcome are polled, in milliseconds. */
const POLL_MS = 2_000;

/** One create operation, polled while its outcome is open. */
export const operationQuery = (clusterId: string, operationId: string) =>
  queryOptions({
    queryKey: ["operations", clusterId, operationId],
    queryFn: () =>
      get(
        `/api/clusters/${clusterId}/operations/${operationId}`,
        async () => (await operationSchemas()).operationResultSchema,
      ),
    refetchInterval: ({ state }) => (isOpen(state.data?.operation.state ?? "unknown") ? POLL_MS : false),
  });

/** All operations that need attention, in one request. Polled while the outcome of one is open. */
export const operationsQuery = (clusterId: string) =>
  queryOptions({
    queryKey: ["operations", clusterId],
    queryFn: () =>
      get(`/api/clusters/${clusterId}/operations`, async () => (await operationSchemas()).operationListSchema),
    refetchInterval: ({ state }) => (state.data?.operations.some((each) => isOpen(each.state)) ? POLL_MS : false),
  });

/**
 * Creates a client. Never call it in a mutation: react-query would keep the result, and with it the secret, in its
 * cache.
 * @throws ApiError
 */
export function createClient(clusterId: string, input: CreateClientInput) {
  return post(base(clusterId), input, async () => (await schemas()).createClientResultSchema);
}

/**
 * Tests a client's credentials. Never call it in a mutation, which would keep the secret in its variables.
 * @throws ApiError
 */
export function testConnection(clusterId: string, input: ConnectionTestInput) {
  return post(`/api/clusters/${clusterId}/connection-test`, input, async () => {
    return (await import("@/lib/contract/connection-test")).connectionTestSchema;
  });
}

/** Deletes a client. With `discards`, only if nobody has the secret from that operation. @throws ApiError */
export function deleteClient(clusterId: string, clientId: string, discards?: string): Promise<void> {
  return send("DELETE", one(clusterId, clientId) + (discards ? `?discards=${discards}` : ""));
}

const REPORT_PAUSES_MS = [0, 2_000, 10_000];

/**
 * Reports to the server what was done with a secret on this screen. It must not disturb the person, so it tries three
 * times and then gives up silently. The server treats an unreported secret as possibly unseen.
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
