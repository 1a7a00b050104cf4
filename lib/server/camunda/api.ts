import "server-only";
import type { Cluster } from "@/lib/contract/clusters";
import type { ErrorCode } from "@/lib/contract/errors";
import type { Scope } from "@/lib/contract/scopes";
import type { Account } from "@/lib/server/camunda/account";
import { errorOf, errorOfFailure, type ReadOptions, read, send } from "@/lib/server/camunda/request";
import { readClients, readCluster, readClusters, readCreated, readDetail } from "@/lib/server/camunda/shapes";
import { AppError } from "@/lib/server/platform/errors";
import { HttpFailure, type HttpResponse, parseJson } from "@/lib/server/platform/outbound";
import { keepOutOfLogs } from "@/lib/server/platform/scrub";

const clientsPath = (clusterId: string) => `/clusters/${encodeURIComponent(clusterId)}/clients`;
const clientPath = (clusterId: string, clientId: string) => `${clientsPath(clusterId)}/${encodeURIComponent(clientId)}`;

type ReadOneOptions = ReadOptions & {
  /** The error for a 404. */
  missing?: ErrorCode;
};

/** Reads one resource. */
async function readOne<T>(
  account: Account,
  path: string,
  shape: (body: unknown) => T | null | Promise<T | null>,
  { missing, ...options }: ReadOneOptions = {},
): Promise<T> {
  const response = await read(account, path, options);
  if (response.status === 404 && missing) throw new AppError(missing);
  if (response.status === 412) throw new AppError("client_not_ready");
  if (response.status !== 200) throw errorOf(response);
  const value = await shape(parseJson(response.text));
  if (value === null) throw new AppError("console_broken");
  return value;
}

/** GET /clusters: all clusters of the organization in one array (no paging upstream). @throws AppError console_* */
export async function listClusters(account: Account, options?: ReadOptions) {
  return readOne(account, "/clusters", readClusters, options);
}

/** GET /clusters/{uuid}. @throws AppError cluster_not_found, console_* */
export async function getCluster(account: Account, clusterId: string): Promise<Cluster> {
  return readOne(account, `/clusters/${encodeURIComponent(clusterId)}`, readCluster, {
    missing: "cluster_not_found",
  });
}

/** GET /clusters/{uuid}/clients: the complete list. @throws AppError cluster_not_found, console_* */
export async function listClients(account: Account, clusterId: string, options?: ReadOptions) {
  return readOne(account, clientsPath(clusterId), readClients, { ...options, missing: "cluster_not_found" });
}

/** GET /clusters/{uuid}/clients/{clientId}. @throws AppError client_not_found, client_not_ready, console_* */
export async function getClient(account: Account, clusterId: string, clientId: string) {
  return readOne(account, clientPath(clusterId, clientId), readDetail, { missing: "client_not_found" });
}

/** A clear refusal, or a request that was never sent: nothing was changed. */
type Refusal = { kind: "refused"; error: AppError };
/** The change may have been carried out. */
type NoClearResponse = { kind: "unclear"; error: AppError };

/** A 4xx means that nothing was done. A 408 and all other statuses may follow a change that was carried out. */
const isRefusal = ({ status }: HttpResponse) => status >= 400 && status < 500 && status !== 408;

/** What an error of `send` says about a change. An AppError comes before the send: there is no token. */
function failureOf(error: unknown): Refusal | NoClearResponse {
  if (error instanceof AppError) return { kind: "refused", error };
  if (!(error instanceof HttpFailure)) throw error;
  return { kind: error.sent ? "unclear" : "refused", error: errorOfFailure(error) };
}

/** The outcome of a create, as far as its response shows it. */
export type CreateResponse =
  | { kind: "created"; client: NonNullable<ReturnType<typeof readCreated>> }
  | Refusal
  | NoClearResponse;

const REFUSALS = new Map<number, ErrorCode>([
  [400, "name_taken"],
  [403, "create_refused"],
  [404, "cluster_not_found"],
  [409, "name_taken"],
  [422, "create_refused"],
]);

function readCreateResponse(response: HttpResponse): CreateResponse {
  if (response.status === 200 || response.status === 201) {
    const client = readCreated(parseJson(response.text));
    if (!client) return { kind: "unclear", error: new AppError("console_broken") };
    keepOutOfLogs(client.clientSecret);
    return { kind: "created", client };
  }
  if (isRefusal(response)) {
    const code = REFUSALS.get(response.status);
    return { kind: "refused", error: code ? new AppError(code) : errorOf(response) };
  }
  return { kind: "unclear", error: errorOf(response) };
}

/**
 * POST /clusters/{uuid}/clients. Never sent again, because it is not idempotent and has no idempotency key. Permissions
 * are always sent and never empty, because Camunda would grant all of them.
 */
export async function createClient(
  account: Account,
  clusterId: string,
  name: string,
  scopes: readonly Scope[],
): Promise<CreateResponse> {
  if (scopes.length === 0) throw new AppError("invalid_input");
  try {
    const body = { clientName: name, permissions: scopes };
    return readCreateResponse(await send(account, { method: "POST", path: clientsPath(clusterId), body }));
  } catch (error) {
    return failureOf(error);
  }
}

/** The outcome of a delete, as far as its response shows it. "absent": Camunda does not have the client. */
export type DeleteResponse = { kind: "deleted" | "absent" } | Refusal | NoClearResponse;

/** DELETE /clusters/{uuid}/clients/{clientId}. May be sent again, because a client's ID is never given twice. */
export async function deleteClient(account: Account, clusterId: string, clientId: string): Promise<DeleteResponse> {
  try {
    const response = await send(account, { method: "DELETE", path: clientPath(clusterId, clientId) });
    if (response.status === 404) return { kind: "absent" };
    if (response.status === 204 || response.status === 200) return { kind: "deleted" };
    return { kind: isRefusal(response) ? "refused" : "unclear", error: errorOf(response) };
  } catch (error) {
    return failureOf(error);
  }
}
