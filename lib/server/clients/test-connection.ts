import "server-only";
import type { Cluster } from "@/lib/contract/clusters";
import type { ConnectionTest, ConnectionTestInput } from "@/lib/contract/connection-test";
import { SCOPES, type Scope } from "@/lib/contract/scopes";
import { RESPONSE_MS } from "@/lib/contract/time-limits";
import { resolveHosts } from "@/lib/credentials/hosts";
import type { Principal } from "@/lib/server/access/principal";
import { requireRight } from "@/lib/server/access/rights";
import { checkScope, type Finding, found, type Subject } from "@/lib/server/clients/check-scope";
import { connectionOf } from "@/lib/server/clients/connection";
import { appendEvent } from "@/lib/server/history/append-event";
import { readCreateFacts } from "@/lib/server/operations/create-facts";
import { flushPendingWrites } from "@/lib/server/operations/pending-writes";
import { splitList } from "@/lib/server/platform/comma-list";
import { db, transaction } from "@/lib/server/platform/database/db";
import { AppError } from "@/lib/server/platform/errors";
import { log } from "@/lib/server/platform/log";
import { keepOutOfLogs } from "@/lib/server/platform/scrub";
import { clusterOf, findClusterRow } from "@/lib/server/sync/stored-clusters";
import { refreshCluster } from "@/lib/server/sync/sync-clusters";

/** How long after its creation parts of Camunda may not accept a client, in milliseconds. */
const ACTIVATION_MS = 120_000;

/**
 * The time for a test, in milliseconds. What is left of the browser's patience is for the door and for the event in the
 * history: a transaction takes 15 s at most.
 */
const TEST_MS = RESPONSE_MS - 20_000;

/** The outcomes of checks. The worst one of a test is stored with its client. */
const WORST_FIRST: readonly Finding["outcome"][] = [
  "failed",
  "not_active",
  "not_tried",
  "not_permitted",
  "reached",
  "not_testable",
];

const NO_TIME = "There was no time left. Test again.";

/** Resolves to null when the time for a test is over. */
function startClock(): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(resolve, TEST_MS, null).unref();
  });
}

/**
 * Checks the scopes one after the other. When it stops early, the rest is not tried, with a reason. A check that takes
 * too long goes on unseen, until its own requests reach their time limits.
 */
async function checkAll(
  scopes: readonly Scope[],
  subject: Subject,
  timeUp: Promise<null>,
): Promise<[Scope, Finding][]> {
  const findings: [Scope, Finding][] = [];
  let why: string | null = null;
  for (const scope of scopes) {
    if (why !== null) {
      findings.push([scope, found("not_tried", why)]);
      continue;
    }
    try {
      const finding = await Promise.race([checkScope(scope, subject), timeUp]);
      findings.push([scope, finding ?? found("not_tried", NO_TIME)]);
      if (finding === null) why = NO_TIME;
      // The other scopes would only repeat the same request to the token endpoint.
      if (finding?.outcome === "not_active") why = "Tested as soon as the client is active.";
    } catch (error) {
      // Earlier results are still reported.
      if (!(error instanceof AppError) || findings.length === 0) throw error;
      why = "Camunda asks us to slow down. Test again in a minute.";
      findings.push([scope, found("not_tried", why)]);
    }
  }
  return findings;
}

/**
 * Signs in as a client that was created here, and sends one harmless read per scope, one after the other. The secret is
 * not kept; the history records the results without it, and the client's row the worst one.
 * @throws AppError forbidden; not_found for a client that was not created here; rate_limited
 */
export async function testConnection(
  principal: Principal,
  clusterId: string,
  input: ConnectionTestInput,
): Promise<ConnectionTest> {
  const { clientId, clientSecret } = input;
  const actor = await requireRight(principal, "clients.test", { clusterId, clientId });
  keepOutOfLogs(clientSecret);
  const timeUp = startClock();
  // The client's own row may be among the pending writes.
  await Promise.race([flushPendingWrites(), timeUp]);
  const [stored, row] = await Promise.all([
    findClusterRow(clusterId),
    db().client.findUnique({ where: { clusterId_clientId: { clusterId, clientId } } }),
  ]);
  if (!stored || row?.origin !== "managed") throw new AppError("not_found");
  const createResponse = readCreateFacts(row.createResponse);
  const reported = splitList(row.scopes);
  const connectionIn = (cluster: Cluster) =>
    connectionOf(clusterId, cluster, { clientId, clientName: row.name, scopes: reported, createResponse });

  let refreshed: Promise<Cluster> | undefined;
  const currentCluster = () => {
    refreshed ??= Promise.race([refreshCluster(clusterId), timeUp])
      .catch(() => null)
      .then((cluster) => clusterOf(cluster ?? stored));
    return refreshed;
  };
  let connection = connectionIn(clusterOf(stored));
  // The same addresses as in the client's files. If there were none, Camunda may report them now.
  if (!resolveHosts(connection).ok) connection = connectionIn(await currentCluster());
  const resolved = resolveHosts(connection);
  const scopes = SCOPES.filter((scope) => reported.includes(scope));
  const isNew = row.createdAt !== null && Date.now() - row.createdAt.getTime() < ACTIVATION_MS;
  const client = { clientId, clientSecret, audience: connection.audience };
  const findings = await checkAll(scopes, { connection, resolved, client, isNew, currentCluster }, timeUp);

  const isGood = findings.every(([, { outcome }]) => outcome === "reached" || outcome === "not_testable");
  const testOutcome = WORST_FIRST.find((worst) => findings.some(([, { outcome }]) => outcome === worst)) ?? null;
  await transaction(async (tx) => {
    await tx.client.updateMany({ where: { id: row.id }, data: { testedAt: new Date(), testOutcome } });
    if (isGood)
      await tx.rotation.updateMany({
        where: { clusterId, newClientId: clientId, givenUpAt: null, testedAt: null },
        data: { testedAt: new Date() },
      });
    await appendEvent(tx, actor, {
      action: "client.test",
      outcome: isGood ? "succeeded" : "rejected",
      clusterId,
      clusterName: stored.name,
      clientId,
      clientName: row.name,
      detail: Object.fromEntries(findings.map(([scope, { outcome }]) => [scope, outcome])),
    });
  }).catch((error: unknown) => log.error("connection test not stored", { clusterId, clientId, error }));
  return {
    checks: findings.map(([scope, { waitedMs: _, ...check }]) => ({ scope, ...check })),
    waitedMs: findings.reduce((sum, [, { waitedMs }]) => sum + waitedMs, 0),
  };
}
