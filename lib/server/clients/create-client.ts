import "server-only";
import type { CreateClientInput, CreateClientResult } from "@/lib/contract/clients";
import { orderScopes } from "@/lib/contract/scopes";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { configuredAccount } from "@/lib/server/camunda/account";
import * as camunda from "@/lib/server/camunda/api";
import { connectionOf } from "@/lib/server/clients/connection";
import { RECONCILE } from "@/lib/server/clients/reconcile";
import { wakeJob } from "@/lib/server/jobs/runner";
import { ownerColumns } from "@/lib/server/metadata/owner";
import { checkRules } from "@/lib/server/metadata/rules";
import { CHECK_STEPS_MS, markUnknown, openCreate, operationOf } from "@/lib/server/operations/operations";
import { storeResponse } from "@/lib/server/operations/pending-writes";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";
import { clusterOf, findClusterRow } from "@/lib/server/sync/stored-clusters";

/**
 * Creates a client: stores the operation first, then sends one POST, which is never sent again.
 * @returns "created" with the secret, once; or "pending" with the operation: unknown when Camunda's response was
 *   unclear, in its current state when the key was used before
 * @throws AppError forbidden, invalid_input, name_in_progress; name_taken, create_refused, cluster_not_found or console_* when Camunda
 *   clearly refused, so nothing was created
 */
export async function createClient(
  principal: Principal,
  clusterId: string,
  input: CreateClientInput,
): Promise<CreateClientResult> {
  const actor = await requireRight(principal, "clients.create", { clusterId });
  const stored = await findClusterRow(clusterId);
  const cluster = stored && clusterOf(stored);
  const place = { clusterId, clusterName: cluster?.name ?? null };
  const owner = await ownerColumns(input.owner);
  if (input.end?.action === "delete") await requireRight(principal, "clients.delete", { clusterId, isOwn: true });
  checkRules({ name: input.name, ownerName: owner.ownerName, purpose: input.purpose ?? null });
  const { row, isNew } = await openCreate(actor, place, { ...input, ...owner });
  if (!isNew) return { outcome: "pending", operation: operationOf(row, actor) };

  const response = await camunda.createClient(configuredAccount(), clusterId, input.name, orderScopes(input.scopes));
  if (response.kind === "created") {
    const { name: clientName, clientId, clientSecret, scopes, ...createResponse } = response.client;
    await storeResponse(row, { state: "succeeded", clientId, createResponse });
    return {
      outcome: "created",
      operation: { ...operationOf(row, actor), state: "succeeded", clientId },
      connection: connectionOf(clusterId, cluster, { clientId, clientName, scopes, createResponse }),
      clientSecret,
    };
  }
  if (response.kind === "refused") {
    const { error } = response;
    await storeResponse(row, { state: "rejected", errorCode: error.code });
    throw error.code === "name_taken"
      ? new AppError(error.code, { cause: error, fields: { name: error.message } })
      : error;
  }
  const unknown = await markUnknown(row, { code: response.error.code }).catch((error: unknown) => {
    // The row stays "requested" until the reconcile job takes it over, when its lease has expired.
    log.error("unknown outcome not stored", { operationId: row.id, error });
    return { ...row, state: "unknown" };
  });
  wakeJob(RECONCILE.name, CHECK_STEPS_MS[0]);
  return { outcome: "pending", operation: operationOf(unknown, actor) };
}
