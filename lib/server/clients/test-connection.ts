import "server-only";
import type { Cluster } from "@/lib/contract/clusters";
import type { ConnectionCheck, ConnectionTest, ConnectionTestInput } from "@/lib/contract/connection-test";
import { SCOPES, type Scope } from "@/lib/contract/scopes";
import { resolveHosts } from "@/lib/credentials/hosts";
import { isAtLeast, parseVersion } from "@/lib/credentials/versions";
import { appendEvent } from "@/lib/server/audit/append-event";
import { readScopes } from "@/lib/server/clients/intents";
import { recallCluster } from "@/lib/server/clusters/snapshot";
import { type ClientCredentials, readAsClient, requestClientToken } from "@/lib/server/console/client-access";
import type { HttpFailure } from "@/lib/server/console/http";
import { type Actor, requireRight } from "@/lib/server/identity/access";
import { db, transaction } from "@/lib/server/platform/db";
import { AppError } from "@/lib/server/platform/errors";
import { keepOutOfLogs } from "@/lib/server/platform/scrub";

/** How long after its creation Camunda may not know a client yet, in milliseconds. */
const ACTIVATION_MS = 120_000;

/** After this time, in milliseconds, no further scope is begun: the browser waits a minute in all. */
const PATIENCE_MS = 25_000;

type Finding = Pick<ConnectionCheck, "outcome" | "message"> & Partial<Pick<ConnectionCheck, "ms" | "version">>;

const failed = (message: string): Finding => ({ outcome: "failed", message });

function unreachable(failure: HttpFailure, what: string): Finding {
  if (failure.kind === "timeout") return failed(`${what} did not answer in time. Try again in a minute.`);
  return failed(`${what} can't be reached from here: its host is unknown or refuses connections.`);
}

function tokenRefused(status: number, isNew: boolean): Finding {
  if (status === 401 && isNew)
    return { outcome: "not_active", message: "Camunda does not know this client yet. A new one takes up to a minute." };
  if (status === 401) return failed("Camunda does not accept this client's id and secret. It may have been deleted.");
  if (status === 403) return failed("Camunda gives this client no token for this scope. Check its scopes.");
  if (status === 429) return failed("Camunda asks us to slow down. Try again in a minute.");
  return failed(`Camunda's token endpoint answered ${status}. Try again in a minute.`);
}

function readRefused(status: number, cluster: Cluster): Finding {
  if (cluster.status === "Suspended")
    return failed("The cluster is suspended. Resume it in Camunda Console, then try again.");
  if (status === 401)
    return failed("The cluster does not accept the token. It may still be starting; try again in a minute.");
  if (status === 403)
    return failed(
      isAtLeast(parseVersion(cluster.version), 8, 8)
        ? "The client signed in, but may do nothing yet. Grant it authorizations in the cluster's Admin page: owner type Client, owner id its client id."
        : "The client signed in, but this scope is not open to it. Check its scopes.",
    );
  return failed(`The cluster answered ${status}. Its state is ${cluster.status}; try again when it is Healthy.`);
}

type Subject = {
  cluster: Cluster;
  resolved: ReturnType<typeof resolveHosts>;
  client: ClientCredentials;
  isNew: boolean;
};

async function check(
  scope: Scope,
  { cluster, resolved, client, isNew }: Subject,
): Promise<Finding & { waitedMs: number }> {
  if (scope === "Secrets")
    return {
      outcome: "not_testable",
      message: "Read by connectors only; the cluster offers nothing to test.",
      waitedMs: 0,
    };
  if (!resolved.ok) return { ...failed(resolved.message), waitedMs: 0 };
  const answer = await requestClientToken(client, scope);
  const { waitedMs } = answer;
  if ("failure" in answer) return { ...unreachable(answer.failure, "Camunda's token endpoint"), waitedMs };
  if ("status" in answer) return { ...tokenRefused(answer.status, isNew), waitedMs };
  const read = await readAsClient(resolved.hosts, scope, answer.token);
  if ("failure" in read) {
    const suspended = cluster.status === "Suspended";
    return { ...(suspended ? readRefused(503, cluster) : unreachable(read.failure, `${scope}'s API`)), waitedMs };
  }
  if (read.status !== 200) return { ...readRefused(read.status, cluster), waitedMs };
  return { outcome: "reached", message: null, ms: read.ms, version: read.version, waitedMs };
}

/**
 * Signs in as a client made here and does one harmless read per scope, one after the other. The secret is used and
 * forgotten; what was found is written to the audit, without it.
 * @throws AppError forbidden; not_found for a client that was not made here; rate_limited
 */
export async function testConnection(
  actor: Actor,
  clusterId: string,
  input: ConnectionTestInput,
): Promise<ConnectionTest> {
  const { clientId, clientSecret } = input;
  await requireRight(actor, "clients.test", { clusterId, clientId });
  const [remembered, row] = await Promise.all([
    recallCluster(clusterId),
    db().client.findUnique({ where: { clusterId_clientId: { clusterId, clientId } } }),
  ]);
  if (!remembered || row?.origin !== "managed") throw new AppError("not_found");
  keepOutOfLogs(clientSecret);
  const { cluster } = remembered;
  const scopes = readScopes(row.scopes);
  const resolved = resolveHosts({
    clusterId,
    clusterVersion: cluster.version,
    clusterStatus: cluster.status,
    regionId: cluster.regionId,
    endpoints: cluster.endpoints,
  });
  const isNew = row.createdAt !== null && Date.now() - row.createdAt.getTime() < ACTIVATION_MS;

  const started = Date.now();
  const checks: ConnectionCheck[] = [];
  let waitedMs = 0;
  for (const scope of SCOPES.filter((candidate) => scopes.includes(candidate))) {
    const isLate = Date.now() - started > PATIENCE_MS;
    const found = isLate
      ? { ...failed("Not tried any more: the others took too long. Test again."), waitedMs: 0 }
      : await check(scope, { cluster, resolved, client: { ...input, audience: row.audience }, isNew });
    waitedMs += found.waitedMs;
    checks.push({
      scope,
      outcome: found.outcome,
      message: found.message,
      ms: found.ms ?? null,
      version: found.version ?? null,
    });
    // The other scopes would only ask the token endpoint the same question again.
    if (found.outcome === "not_active") break;
  }
  const isGood = checks.every(({ outcome }) => outcome === "reached" || outcome === "not_testable");
  await transaction((tx) =>
    appendEvent(tx, actor, {
      action: "client.test",
      outcome: isGood ? "succeeded" : "rejected",
      clusterId,
      clusterName: cluster.name,
      clientId,
      clientName: row.name,
      detail: Object.fromEntries(checks.map(({ scope, outcome }) => [scope, outcome])),
    }),
  );
  return { checks, waitedMs };
}
