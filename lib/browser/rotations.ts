import { infiniteQueryOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { get, post, send } from "@/lib/browser/api";
import { reloadClients } from "@/lib/browser/clients";
import { reloadInventory } from "@/lib/browser/inventory";
import { queryString } from "@/lib/browser/query-string";
import { isOpen } from "@/lib/contract/operation-states";
import type {
  ChangeRotationInput,
  CreateInRotationInput,
  RotationDeadlineInput,
  RotationDetails,
  RotationList,
  StartRotationInput,
} from "@/lib/contract/rotations";

const schemas = () => import("@/lib/contract/rotations");
const resultSchema = async () => (await schemas()).rotationResultSchema;

/** The rotations in progress, page by page. */
export const rotationsQuery = (cluster?: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ["rotations", cluster ?? null],
    queryFn: ({ pageParam }) =>
      get(
        `/api/rotations?${queryString({ cluster, after: pageParam })}`,
        async () => (await schemas()).rotationListSchema,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page: RotationList) => page.nextAfter,
  });

/** How often a rotation is read again while Camunda's outcome is open, in milliseconds. */
const POLL_MS = 2_000;

const isWaiting = ({ create, deletion }: RotationDetails) =>
  deletion !== null || (create !== null && isOpen(create.state));

/** One rotation, polled while the outcome of a create or a delete is open. */
export const rotationQuery = (rotationId: string) =>
  queryOptions({
    queryKey: ["rotation", rotationId],
    queryFn: () => get(`/api/rotations/${rotationId}`, async () => (await schemas()).rotationDetailsSchema),
    refetchInterval: ({ state }) => (state.data && isWaiting(state.data) ? POLL_MS : false),
  });

/** Reloads what shows a rotation that has changed, or its clients. */
export async function reloadRotations(queries: QueryClient, clusterId: string): Promise<void> {
  await Promise.all([
    ...["rotation", "rotations"].map((key) => queries.invalidateQueries({ queryKey: [key] })),
    reloadClients(queries, clusterId),
    reloadInventory(queries),
  ]);
}

/** Starts the rotation of a client. Never call it in a mutation, which would keep the secret. @throws ApiError */
export function startRotation(clusterId: string, clientId: string, input: StartRotationInput) {
  return post(`/api/clusters/${clusterId}/clients/${encodeURIComponent(clientId)}/rotation`, input, resultSchema);
}

/** Creates the new client of a rotation that has none. Never call it in a mutation. @throws ApiError */
export function createInRotation(rotationId: string, input: CreateInRotationInput) {
  return post(`/api/rotations/${rotationId}/client`, input, resultSchema);
}

/** Ticks or unticks a step, or gives the rotation up. @throws ApiError */
export function changeRotation(rotationId: string, input: ChangeRotationInput): Promise<void> {
  return send("PATCH", `/api/rotations/${rotationId}`, input);
}

/** Changes when the overlap ends and what happens then. @throws ApiError */
export function changeDeadline(rotationId: string, input: RotationDeadlineInput): Promise<void> {
  return send("PATCH", `/api/rotations/${rotationId}/deadline`, input);
}
