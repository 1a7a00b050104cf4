import "server-only";
import type { Cluster } from "@/lib/contract/clusters";
import type { ErrorCode } from "@/lib/contract/errors";
import type { Scope } from "@/lib/contract/scopes";
import { type HttpAnswer, HttpFailure, parseJson } from "@/lib/server/console/http";
import { errorOf, errorOfFailure, read, send } from "@/lib/server/console/request";
import { readClients, readCluster, readClusters, readCreated, readDetail } from "@/lib/server/console/shapes";
import { AppError } from "@/lib/server/platform/errors";
import { keepOutOfLogs } from "@/lib/server/platform/scrub";

const clientsPath = (clusterId: string) => `/clusters/${encodeURIComponent(clusterId)}/clients`;
const clientPath = (clusterId: string, clientId: string) => `${clientsPath(clusterId)}/${encodeURIComponent(clientId)}`;

/** Reads one resource; `missing` is what a 404 means here. */
async function readOne<T>(path: string, shape: (body: unknown) => T | null, missing?: ErrorCode): Promise<T> {
  const answer = await read(path);
  if (answer.status === 404 && missing) throw new AppError(missing);
  if (answer.status === 412) throw new AppError("client_not_ready");
  if (answer.status !== 200) throw errorOf(answer);
  const value = shape(parseJson(answer.text));
  if (value === null) throw new AppError("console_broken");
  return value;
}

/** GET /clusters: all clusters of the organization in one array (no paging upstream). @throws AppError console_* */
export async function listClusters() {
  return readOne("/clusters", readClusters);
}

/** GET /clusters/{uuid}. @throws AppError cluster_not_found, console_* */
export async function getCluster(clusterId: string): Promise<Cluster> {
  return readOne(`/clusters/${encodeURIComponent(clusterId)}`, readCluster, "cluster_not_found");
}

/** GET /clusters/{uuid}/clients: the whole list. @throws AppError cluster_not_found, console_* */
export async function listClients(clusterId: string) {
  return readOne(clientsPath(clusterId), readClients, "cluster_not_found");
}

/** GET /clusters/{uuid}/clients/{clientId}. @throws AppError client_not_found, client_not_ready, console_* */
export async function getClient(clusterId: string, clientId: string) {
  return readOne(clientPath(clusterId, clientId), readDetail, "client_not_found");
}

/** How a create ended, as far as its answer tells. */
export type CreateAnswer =
  | { kind: "created"; client: NonNullable<ReturnType<typeof readCreated>> }
  /** A clear no: nothing was created. */
  | { kind: "refused"; error: AppError }
  /** No clear answer: it may have been created. */
  | { kind: "unclear"; error: AppError };

const REFUSALS: Record<number, ErrorCode> = {
  400: "name_taken",
  403: "create_refused",
  404: "cluster_not_found",
  409: "name_taken",
  422: "create_refused",
};

function readCreateAnswer(answer: HttpAnswer): CreateAnswer {
  if (answer.status === 200 || answer.status === 201) {
    const client = readCreated(parseJson(answer.text));
    if (!client) return { kind: "unclear", error: new AppError("console_broken") };
    keepOutOfLogs(client.clientSecret);
    return { kind: "created", client };
  }
  // A clear 4xx says that nothing was done; 408 and whatever else may come after the work was done do not.
  if (answer.status >= 400 && answer.status < 500 && answer.status !== 408) {
    const code = REFUSALS[answer.status];
    return { kind: "refused", error: code ? new AppError(code) : errorOf(answer) };
  }
  return { kind: "unclear", error: errorOf(answer) };
}

/**
 * POST /clusters/{uuid}/clients, never replayed: it is not idempotent and has no idempotency key.
 * The permissions are always sent, and never empty: omitted or empty ones would grant all.
 */
export async function createClient(clusterId: string, name: string, scopes: readonly Scope[]): Promise<CreateAnswer> {
  if (scopes.length === 0) throw new AppError("invalid_input");
  try {
    const body = { clientName: name, permissions: scopes };
    return readCreateAnswer(await send({ method: "POST", path: clientsPath(clusterId), body }));
  } catch (error) {
    if (error instanceof AppError) return { kind: "refused", error };
    if (!(error instanceof HttpFailure)) throw error;
    return { kind: error.sent ? "unclear" : "refused", error: errorOfFailure(error) };
  }
}

/**
 * DELETE /clusters/{uuid}/clients/{clientId}.
 * @returns "deleted", or "absent" when Camunda knows no such client (any more).
 * @throws AppError console_*; after a timeout or a 5xx it may have been deleted all the same.
 */
export async function deleteClient(clusterId: string, clientId: string): Promise<"deleted" | "absent"> {
  const answer = await send({ method: "DELETE", path: clientPath(clusterId, clientId) }).catch((error: unknown) => {
    throw error instanceof HttpFailure ? errorOfFailure(error) : error;
  });
  if (answer.status === 404) return "absent";
  if (answer.status !== 204 && answer.status !== 200) throw errorOf(answer);
  return "deleted";
}
