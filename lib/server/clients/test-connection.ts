import "server-only";
import type { Cluster } from "@/lib/contract/clusters";
import type { ConnectionTest, ConnectionTestInput } from "@/lib/contract/connection-test";
import { SCOPES, type Scope } from "@/lib/contract/scopes";
import { resolveHosts } from "@/lib/credentials/hosts";
import { appendEvent } from "@/lib/server/audit/append-event";
import { checkScope, type Finding, found, type Subject } from "@/lib/server/clients/check-scope";
import { connectionOf, readTold } from "@/lib/server/clients/connection";
import { readScopes } from "@/lib/server/clients/intents";
import { healUnwritten } from "@/lib/server/clients/unwritten";
import { refreshCluster } from "@/lib/server/clusters/refresh-cluster";
import { recallCluster } from "@/lib/server/clusters/snapshot";
import { type Actor, requireRight } from "@/lib/server/identity/access";
import { db, transaction } from "@/lib/server/platform/db";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";
import { keepOutOfLogs } from "@/lib/server/platform/scrub";

/** How long after its creation Camunda may not know a client yet, in milliseconds. */
const ACTIVATION_MS = 120_000;

/** After this time, in milliseconds, no further scope is begun: the browser waits a minute in all. */
const PATIENCE_MS = 25_000;

/** Checks the scopes one after the other; where going on makes no sense, the rest is not tried, and says why. */
async function checkAll(scopes: readonly Scope[], subject: Subject): Promise<[Scope, Finding][]> {
  const started = Date.now();
  const findings: [Scope, Finding][] = [];
  let why: string | null = null;
  for (const scope of scopes) {
    if (Date.now() - started > PATIENCE_MS) why ??= "The others took too long. Test again.";
    if (why !== null) {
      findings.push([scope, found("not_tried", why)]);
      continue;
    }
    try {
      const finding = await checkScope(scope, subject);
      findings.push([scope, finding]);
      // The other scopes would only ask the token endpoint the same question again.
      if (finding.outcome === "not_active") why = "Tried as soon as Camunda knows the client.";
    } catch (error) {
      // What was found before is told all the same.
      if (!(error instanceof AppError) || findings.length === 0) throw error;
      why = "Camunda asks us to slow down. Test again in a minute.";
      findings.push([scope, found("not_tried", why)]);
    }
  }
  return findings;
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
  keepOutOfLogs(clientSecret);
  // The client's own row may be what waits to be written.
  await healUnwritten().catch((error: unknown) => log.warn("answers still not written", { error }));
  const [remembered, row] = await Promise.all([
    recallCluster(clusterId),
    db().client.findUnique({ where: { clusterId_clientId: { clusterId, clientId } } }),
  ]);
  if (!remembered || row?.origin !== "managed") throw new AppError("not_found");
  const told = readTold(row.told);
  const reported = readScopes(row.scopes);
  const connectionIn = (cluster: Cluster) =>
    connectionOf(clusterId, cluster, { clientId, clientName: row.name, scopes: reported, told });

  let refreshed: Promise<Cluster> | undefined;
  const present = () => {
    refreshed ??= refreshCluster(clusterId).catch(() => remembered.cluster);
    return refreshed;
  };
  let connection = connectionIn(remembered.cluster);
  // The same addresses as in the client's files; where there were none, Camunda may say them by now.
  if (!resolveHosts(connection).ok) connection = connectionIn(await present());
  const resolved = resolveHosts(connection);
  const scopes = SCOPES.filter((scope) => reported.includes(scope));
  const isNew = row.createdAt !== null && Date.now() - row.createdAt.getTime() < ACTIVATION_MS;
  const client = { clientId, clientSecret, audience: connection.audience };
  const findings = await checkAll(scopes, { connection, resolved, client, isNew, present });

  const isGood = findings.every(([, { outcome }]) => outcome === "reached" || outcome === "not_testable");
  await transaction((tx) =>
    appendEvent(tx, actor, {
      action: "client.test",
      outcome: isGood ? "succeeded" : "rejected",
      clusterId,
      clusterName: remembered.cluster.name,
      clientId,
      clientName: row.name,
      detail: Object.fromEntries(findings.map(([scope, { outcome }]) => [scope, outcome])),
    }),
  ).catch((error: unknown) => log.error("connection test not written", { clusterId, clientId, error }));
  return {
    checks: findings.map(([scope, { waitedMs: _, ...check }]) => ({ scope, ...check })),
    waitedMs: findings.reduce((sum, [, { waitedMs }]) => sum + waitedMs, 0),
  };
}
