import "server-only";
import type { CreateClientInput, CreateClientResult } from "@/lib/contract/clients";
import { orderScopes } from "@/lib/contract/scopes";
import { connectionOf } from "@/lib/server/clients/connection";
import { intentOf, LOOK_STEPS_MS, markUnknown, openIntent } from "@/lib/server/clients/intents";
import { scheduleJanitor } from "@/lib/server/clients/janitor";
import { writeAnswer } from "@/lib/server/clients/unwritten";
import { recallCluster } from "@/lib/server/clusters/snapshot";
import * as camunda from "@/lib/server/console/api";
import { type Actor, requireRight } from "@/lib/server/identity/access";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";

/**
 * Creates a client: the wish is written first, then one POST is sent, never replayed.
 * @returns "created" with the secret, this once; or the intent's state: unknown when Camunda gave no clear answer,
 *   whatever it is by now when the key was used before
 * @throws AppError forbidden, name_in_progress, and Camunda's clear refusals: name_taken, create_refused,
 *   cluster_not_found, console_* (then nothing was created)
 */
export async function createClient(
  actor: Actor,
  clusterId: string,
  input: CreateClientInput,
): Promise<CreateClientResult> {
  await requireRight(actor, "clients.create", { clusterId });
  const cluster = (await recallCluster(clusterId))?.cluster ?? null;
  const clusterName = cluster?.name ?? null;
  const { row, isNew } = await openIntent(actor, clusterId, clusterName, input);
  if (!isNew) return { outcome: "intent", intent: intentOf(row) };

  const answer = await camunda.createClient(clusterId, input.name, orderScopes(input.scopes));
  if (answer.kind === "created") {
    const { name: clientName, clientId, clientSecret, scopes, ...told } = answer.client;
    await writeAnswer({ row, clusterName, clientId, told });
    return {
      outcome: "created",
      intent: { ...intentOf(row), state: "created", clientId },
      connection: connectionOf(clusterId, cluster, { clientId, clientName, scopes, told }),
      clientSecret,
    };
  }
  if (answer.kind === "refused") {
    const { code } = answer.error;
    await writeAnswer({ row, clusterName, errorCode: code });
    throw code === "name_taken"
      ? new AppError(code, { cause: answer.error, fields: { name: answer.error.message } })
      : answer.error;
  }
  const unknown = await markUnknown(row, { clusterName, detail: { code: answer.error.code } }).catch(
    (error: unknown) => {
      // The row stays "requested"; the janitor takes it up when its lease has run out.
      log.error("unknown outcome not written", { intentId: row.id, error });
      return { ...row, state: "unknown" };
    },
  );
  scheduleJanitor(LOOK_STEPS_MS[0]);
  return { outcome: "intent", intent: intentOf(unknown) };
}
