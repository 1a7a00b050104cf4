import "server-only";
import type { Connection } from "@/lib/contract/clients";
import type { Cluster } from "@/lib/contract/clusters";
import type { ConnectionCheck } from "@/lib/contract/connection-test";
import type { Scope } from "@/lib/contract/scopes";
import { needsGrants } from "@/lib/credentials/grants";
import type { resolveHosts } from "@/lib/credentials/hosts";
import { parseVersion } from "@/lib/credentials/versions";
import { configuredAccount } from "@/lib/server/camunda/account";
import { type ClientCredentials, placeOf, readAsClient, requestClientToken } from "@/lib/server/camunda/client-access";
import type { HttpFailure } from "@/lib/server/platform/outbound";

/** The result of a check, and how long it waited for its turn at the token endpoint, in milliseconds. */
export type Finding = Omit<ConnectionCheck, "scope"> & { waitedMs: number };

/** A result without a measurement. */
export function found(outcome: ConnectionCheck["outcome"], message: string, waitedMs = 0): Finding {
  return { outcome, message, ms: null, version: null, waitedMs };
}

function unreachable(failure: HttpFailure, what: string): string {
  if (failure.kind === "timeout") return `${what} did not respond in time. Try again in a minute.`;
  return `${what} can't be reached from here: its host is unknown or refuses connections.`;
}

function tokenRefused(status: number): string {
  if (status === 401) return "Camunda does not accept this client's ID and secret. It may have been deleted.";
  if (status === 403) return "Camunda gives this client no token for this scope. Check its scopes.";
  if (status === 429) return "Camunda asks us to slow down. Try again in a minute.";
  return `Camunda's token endpoint responded with ${status}. Try again in a minute.`;
}

const GRANT = "add authorizations in the cluster's Admin page: owner type Client, owner ID the client ID.";

function forbidden(connection: Connection): string {
  const needs = needsGrants(connection);
  if (needs) return `The client needs permissions: ${GRANT}`;
  if (needs === null) return `If the cluster is 8.8 or later, ${GRANT}`;
  return "The client signed in, but this scope is not open to it. Check its scopes.";
}

function readRefused(status: number, connection: Connection, { status: state }: Cluster): string {
  if (status === 401) return "The cluster does not accept the token. It may still be starting; try again in a minute.";
  if (status === 403) return forbidden(connection);
  if (state !== "Healthy")
    return `The cluster responded with ${status}. Its state is ${state}; try again when it is Healthy.`;
  if (status === 404)
    return "Nothing responds at this address, although Camunda reports the cluster as Healthy. Try again in a minute.";
  if (status === 429) return "The cluster asks us to slow down. Try again in a minute.";
  return `The cluster responded with ${status}, although Camunda reports it as Healthy. Try again in a minute; if it happens again, ask Camunda's support.`;
}

const NO_ADDRESS =
  "Camunda does not report this API's address. Look it up in Camunda Console under Clusters > Cluster > API.";

const untrusted = (host: string) =>
  `The cluster's link leads to ${host}, which is not one of Camunda's hosts. Nothing was sent. If the host is yours, ask your Latchkey administrator to add it to LATCHKEY_CLUSTER_HOSTS.`;

export type Subject = {
  connection: Connection;
  resolved: ReturnType<typeof resolveHosts>;
  client: ClientCredentials;
  /** Whether the client is so new that parts of Camunda may not accept it yet. */
  isNew: boolean;
  /** The cluster as Camunda reports it now. Requested only when a check fails. */
  currentCluster: () => Promise<Cluster>;
};

/**
 * Signs in as the client and sends the scope's harmless read.
 * @throws AppError rate_limited when the queue at the token endpoint is too long
 */
export async function checkScope(scope: Scope, subject: Subject): Promise<Finding> {
  const { connection, resolved, client, isNew, currentCluster } = subject;
  if (scope === "Secrets") return found("not_testable", "Only connectors read these; there is nothing to test.");
  if (!resolved.ok) return found("failed", resolved.message);
  const place = placeOf(resolved.hosts, scope);
  if (place === null) return found("failed", NO_ADDRESS);
  if (!place.isTrusted) return found("failed", untrusted(place.host));
  const signIn = await requestClientToken(configuredAccount(), client, scope);
  const { waitedMs } = signIn;
  if ("failure" in signIn) return found("failed", unreachable(signIn.failure, "Camunda's token endpoint"), waitedMs);
  if ("status" in signIn && signIn.status === 401 && isNew)
    return found(
      "not_active",
      "This client is not active yet. That takes up to a minute after it is created.",
      waitedMs,
    );
  if ("status" in signIn) return found("failed", tokenRefused(signIn.status), waitedMs);

  const read = await readAsClient(resolved.hosts, parseVersion(connection.clusterVersion), scope, signIn.token);
  if ("status" in read && read.status === 200) {
    const { ms, version, isExpected } = read;
    if (isExpected) return { outcome: "reached", message: null, ms, version, waitedMs };
    return found(
      "failed",
      "Something responds at this address, but not Camunda. Look for a proxy between Latchkey and the cluster.",
      waitedMs,
    );
  }
  const cluster = await currentCluster();
  if (cluster.status === "Suspended")
    return found("failed", "The cluster is suspended. Resume it in Camunda Console, then try again.", waitedMs);
  if ("status" in read && read.status === 403 && needsGrants(connection) !== false)
    return found("not_permitted", forbidden(connection), waitedMs);
  const words =
    "failure" in read ? unreachable(read.failure, `${scope}'s API`) : readRefused(read.status, connection, cluster);
  return found("failed", words, waitedMs);
}
