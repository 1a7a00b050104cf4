import "server-only";
import type { CreatedClient } from "@/lib/contract/clients";
import type { Cluster } from "@/lib/contract/clusters";
import type { Operation } from "@/lib/contract/operations";
import { SCOPES } from "@/lib/contract/scopes";
import type { Principal } from "@/lib/server/access/principal";
import { configuredAccount } from "@/lib/server/camunda/account";
import * as camunda from "@/lib/server/camunda/api";
import { connectionOf } from "@/lib/server/clients/connection";
import { RECONCILE } from "@/lib/server/clients/reconcile";
import { wakeJob } from "@/lib/server/jobs/runner";
import { CHECK_STEPS_MS, markUnknown, type OperationRow, operationOf } from "@/lib/server/operations/operations";
import { storeResponse } from "@/lib/server/operations/pending-writes";
import { splitList } from "@/lib/server/platform/comma-list";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";

type CreateOutcome =
  | CreatedClient
  | { outcome: "refused"; error: AppError }
  | { outcome: "pending"; operation: Operation };

/** Sends a stored create: one POST, which is never sent again. Settles it, or lets the reconcile job find its outcome. */
export async function sendCreate(actor: Principal, row: OperationRow, cluster: Cluster | null): Promise<CreateOutcome> {
  const { clusterId, clientName } = row;
  const scopes = SCOPES.filter((scope) => splitList(row.scopes).includes(scope));
  const response = await camunda.createClient(configuredAccount(), clusterId, clientName ?? "", scopes);
  if (response.kind === "created") {
    const { name, clientId, clientSecret, scopes: granted, ...createResponse } = response.client;
    await storeResponse(row, { state: "succeeded", clientId, createResponse });
    return {
      outcome: "created",
      operation: { ...operationOf(row, actor), state: "succeeded", clientId },
      connection: connectionOf(clusterId, cluster, { clientId, clientName: name, scopes: granted, createResponse }),
      clientSecret,
    };
  }
  if (response.kind === "refused") {
    const { error } = response;
    await storeResponse(row, { state: "rejected", errorCode: error.code });
    const isTaken = error.code === "name_taken";
    return {
      outcome: "refused",
      error: isTaken ? new AppError(error.code, { cause: error, fields: { name: error.message } }) : error,
    };
  }
  const unknown = await markUnknown(row, { code: response.error.code }).catch((error: unknown) => {
    // The row stays "requested" until the reconcile job takes it over, when its lease has expired.
    log.error("unknown outcome not stored", { operationId: row.id, error });
    return { ...row, state: "unknown" };
  });
  wakeJob(RECONCILE.name, CHECK_STEPS_MS[0]);
  return { outcome: "pending", operation: operationOf(unknown, actor) };
}
