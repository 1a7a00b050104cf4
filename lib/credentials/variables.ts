import type { Connection } from "@/lib/contract/clients";
import type { Hosts } from "@/lib/credentials/hosts";

/** A variable's name and its value. */
export type Variable = readonly [name: string, value: string];
/** A variable whose value may not be known: then it is null. */
export type Entry = readonly [name: string, value: string | null];

/** The audience of Zeebe and the Orchestration Cluster API; the files of 8.9 still contain it. */
const DEFAULT_AUDIENCE = "zeebe.camunda.io";

/**
 * All variables of a client: those of Console's own file, in its order, then the names that real clients read and
 * Console's file leaves out. The three base URLs depend on their scopes; all others are always written.
 * @returns null as the value of a variable that is not known
 */
export function entriesOf(connection: Connection, hosts: Hosts, clientSecret: string): Entry[] {
  const { clientId, clusterId, oauthUrl, scopes } = connection;
  const audience = audienceOf(connection);
  const grpcUrl = hosts.grpc && `grpcs://${hosts.grpc}`;
  return [
    ["ZEEBE_ADDRESS", hosts.grpc],
    ["ZEEBE_CLIENT_ID", clientId],
    ["ZEEBE_CLIENT_SECRET", clientSecret],
    ["ZEEBE_AUTHORIZATION_SERVER_URL", oauthUrl],
    ["ZEEBE_REST_ADDRESS", hosts.rest],
    ["ZEEBE_GRPC_ADDRESS", grpcUrl],
    ["ZEEBE_TOKEN_AUDIENCE", audience],
    ["CAMUNDA_TOKEN_AUDIENCE", audience],
    ["CAMUNDA_CLUSTER_ID", clusterId],
    ["CAMUNDA_CLIENT_ID", clientId],
    ["CAMUNDA_CLIENT_SECRET", clientSecret],
    ["CAMUNDA_CLUSTER_REGION", hosts.regionId],
    ["CAMUNDA_CREDENTIALS_SCOPES", scopes.join(",")],
    ...only(scopes.includes("Tasklist"), "CAMUNDA_TASKLIST_BASE_URL", hosts.tasklist),
    ...only(scopes.includes("Optimize"), "CAMUNDA_OPTIMIZE_BASE_URL", hosts.optimize),
    ...only(scopes.includes("Operate"), "CAMUNDA_OPERATE_BASE_URL", hosts.operate),
    ["CAMUNDA_OAUTH_URL", oauthUrl],
    ["CAMUNDA_CLIENT_MODE", "saas"],
    ["CAMUNDA_CLIENT_AUTH_CLIENTID", clientId],
    ["CAMUNDA_CLIENT_AUTH_CLIENTSECRET", clientSecret],
    ["CAMUNDA_CLIENT_CLOUD_CLUSTERID", clusterId],
    ["CAMUNDA_CLIENT_CLOUD_REGION", hosts.regionId],
    // Console's file leaves out the rest. The Java client from 8.8 on reads the first four, c8ctl the last.
    ["CAMUNDA_REST_ADDRESS", hosts.rest],
    ["CAMUNDA_GRPC_ADDRESS", grpcUrl],
    ["CAMUNDA_AUTHORIZATION_SERVER_URL", oauthUrl],
    ["CAMUNDA_AUTH_STRATEGY", "OAUTH"],
    ["CAMUNDA_BASE_URL", hosts.rest],
  ];
}

/** The audience to request a token for: the one in the create response, else the default of every cluster. */
export function audienceOf(connection: Connection): string {
  return connection.audience ?? DEFAULT_AUDIENCE;
}

function only(condition: boolean, name: string, value: string | null): Entry[] {
  return condition ? [[name, value]] : [];
}
