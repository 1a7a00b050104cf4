import type { Connection } from "@/lib/contract/clients";
import type { Hosts } from "@/lib/credentials/hosts";

/** A variable's name and its value. */
export type Variable = readonly [name: string, value: string];

/** The audience of Zeebe and the Orchestration Cluster API; 8.9's own files still carry it. */
const DEFAULT_AUDIENCE = "zeebe.camunda.io";

/**
 * All variables of a client, in order: those that Console's own file holds, in its order, then the names that real
 * clients read and Console's file leaves out. The three base URLs come exactly with their scopes; all others always.
 */
export function variablesOf(connection: Connection, hosts: Hosts, clientSecret: string): Variable[] {
  const { clientId, clusterId, oauthUrl, scopes } = connection;
  const audience = audienceOf(connection);
  const grpcUrl = `grpcs://${hosts.grpc}`;
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
    // From here on: what Console leaves out. The Java client from 8.8 on reads the first four, c8ctl the last.
    ["CAMUNDA_REST_ADDRESS", hosts.rest],
    ["CAMUNDA_GRPC_ADDRESS", grpcUrl],
    ["CAMUNDA_AUTHORIZATION_SERVER_URL", oauthUrl],
    ["CAMUNDA_AUTH_STRATEGY", "OAUTH"],
    ["CAMUNDA_BASE_URL", hosts.rest],
  ];
}

/** For whom the token is asked: what the create answer said, else the cluster's own audience. */
export function audienceOf(connection: Connection): string {
  return connection.audience ?? DEFAULT_AUDIENCE;
}

function only(wanted: boolean, name: string, value: string): Variable[] {
  return wanted ? [[name, value]] : [];
}
