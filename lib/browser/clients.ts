import { type InfiniteData, infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { get, post, send } from "@/lib/browser/api";
import { queryString } from "@/lib/browser/query-string";
import type { ClientList, ClientListQuery, CreateClientInput, SecretEventInput } from "@/lib/contract/clients";
import type { ConnectionTestInput } from "@/lib/contract/connection-test";
import { isOpen } from "@/lib/contract/operation-states";

const schemas = () => import("@/lib/contract/clients");
const operationSchemas = () => import("@/lib/contract/operations");
const listSchema = async () => (await schemas()).clientListSchema;

const base = (clusterId: string) => `/api/clusters/${clusterId}/clients`;
const one = (clusterId: string, clientId: string) => `${base(clusterId)}/${encodeURIComponent(clientId)}`;

/** What a list of clients is searched for and sorted by. */
export type ClientListView = Pick<ClientListQuery, "search" | "sort" | "direction">;

/** A cluster's clients, page by page. */
export const clientsQuery = (clusterId: string, view: ClientListView = {}) =>
  infiniteQueryOptions({
    queryKey: ["clients", clusterId, view],
    queryFn: ({ pageParam }) => get(`${base(clusterId)}?${queryString({ ...view, after: pageParam })}`, listSchema),
    initialPageParam: null as string | null,
    getNextPageParam: (page: ClientList) => page.nextAfter,
  });

/** Shows a cluster's clients as the server has them now, whatever the list is searched for. */
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

/** Has the server ask Camunda for a cluster's clients now, then shows what it stored. @throws ApiError */
export async function refreshClients(queries: QueryClient, clusterId: string): Promise<void> {
  await get(`${base(clusterId)}?refresh=1`, listSchema);
  await reloadClients(queries, clusterId);
}

/** Whether a cluster has a client with exactly this name, as far as is known. */
export const nameTakenQuery = (clusterId: string, name: string) =>
  queryOptions({
    queryKey: ["client-name", clusterId, name],
    // A name can be taken at any moment.
    staleTime: 5_000,
    queryFn: async () => (await get(`${base(clusterId)}?${queryString({ name })}`, listSchema)).found > 0,
  });

/** Everything in a client's files but the secret. */
export const connectionQuery = (clusterId: string, clientId: string) =>
  queryOptions({
    queryKey: ["connection", clusterId, clientId],
    queryFn: () => get(one(clusterId, clientId), async () => (await schemas()).connectionResultSchema),
  });

/** How often operations of unknown outcome are polled, in milliseconds. */
const POLL_MS = 2_000;

/** One request to create a client; polled for as long as its outcome is open. */
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

/** The operations that need attention, all in one request; polled for as long as the outcome of one is open. */
export const operationsQuery = (clusterId: string) =>
  queryOptions({
    queryKey: ["operations", clusterId],
    queryFn: () =>
      get(`/api/clusters/${clusterId}/operations`, async () => (await operationSchemas()).operationListSchema),
    refetchInterval: ({ state }) => (state.data?.operations.some((each) => isOpen(each.state)) ? POLL_MS : false),
  });

/**
 * Creates a client. Called directly and never through a mutation: react-query would keep the result, and with it the
 * secret, in its cache.
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

/** `discards`: only if nobody has the secret of that operation's client. @throws ApiError */
export function deleteClient(clusterId: string, clientId: string, discards?: string): Promise<void> {
  return send("DELETE", one(clusterId, clientId) + (discards ? `?discards=${discards}` : ""));
}

const REPORT_PAUSES_MS = [0, 2_000, 10_000];

/**
 * Reports to the server what was done with a secret on this screen. It must not get in the person's way, so it tries
 * three times and then gives up silently: the server treats an unreported secret as perhaps not seen.
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
