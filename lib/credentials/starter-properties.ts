import type { Credentials } from "@/lib/credentials/credentials";
import { isUnifiedRest } from "@/lib/credentials/hosts";
import { audienceOf, type Entry } from "@/lib/credentials/variables";
import { isAtLeast, parseVersion } from "@/lib/credentials/versions";

/**
 * The properties of Camunda's Spring Boot starter, in Console's order. Applications read them from their files, the
 * connector runtime from its environment.
 */
export function starterProperties(credentials: Credentials): Entry[] {
  const { connection, hosts, clientSecret } = credentials;
  if (hosts.regionId === null && hosts.rest !== null && takesAddresses(credentials)) {
    return [
      // In saas mode the starter would take a region of its own choice. Source: its modes/saas.yaml.
      ["camunda.client.mode", "self-managed"],
      ["camunda.client.auth.method", "oidc"],
      ["camunda.client.auth.client-id", connection.clientId],
      ["camunda.client.auth.client-secret", clientSecret],
      ["camunda.client.auth.token-url", connection.oauthUrl],
      ["camunda.client.auth.audience", audienceOf(connection)],
      ["camunda.client.rest-address", hosts.rest],
    ];
  }
  const properties: Entry[] = [
    ["camunda.client.mode", "saas"],
    ["camunda.client.auth.client-id", connection.clientId],
    ["camunda.client.auth.client-secret", clientSecret],
    ["camunda.client.cloud.cluster-id", connection.clusterId],
    ["camunda.client.cloud.region", hosts.regionId],
  ];
  // The starter's template for saas mode still makes the REST host of 8.8; clusters of 8.9 and later may return 404.
  if (isUnifiedRest(hosts)) properties.push(["camunda.client.rest-address", hosts.rest]);
  return properties;
}

/** The starter has these keys, and uses REST by default, from 8.8 on. Source: its documentation for 8.7 and 8.8. */
function takesAddresses({ connection }: Credentials): boolean {
  const version = parseVersion(connection.clusterVersion);
  return version === null || isAtLeast(version, 8, 8);
}
