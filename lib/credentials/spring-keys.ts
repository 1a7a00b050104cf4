import type { Connection } from "@/lib/contract/clients";
import type { Credentials } from "@/lib/credentials/credentials";
import type { Variant } from "@/lib/credentials/format";
import { isUnifiedRest } from "@/lib/credentials/hosts";
import type { Variable } from "@/lib/credentials/variables";
import { isAtLeast, parseVersion } from "@/lib/credentials/versions";

export const SPRING_VARIANTS = [
  { id: "current", label: "Camunda Spring Boot Starter, 8.7 and later" },
  { id: "older", label: "Spring Zeebe, up to 8.6" },
] as const satisfies readonly Variant[];

/** The keys that fit the cluster: the starter was renamed with 8.7. An unknown version is taken for a current one. */
export function springVariantFor(connection: Connection): "current" | "older" {
  const version = parseVersion(connection.clusterVersion);
  return version === null || isAtLeast(version, 8, 7) ? "current" : "older";
}

/** The Spring properties of a client, in Console's order. */
export function springProperties(credentials: Credentials, variant: string | undefined): Variable[] {
  const { connection, hosts, clientSecret } = credentials;
  const chosen = SPRING_VARIANTS.find(({ id }) => id === variant)?.id ?? springVariantFor(connection);
  if (chosen === "older") {
    return [
      ["zeebe.client.cloud.region", hosts.regionId],
      ["zeebe.client.cloud.clusterId", connection.clusterId],
      ["zeebe.client.cloud.clientId", connection.clientId],
      ["zeebe.client.cloud.clientSecret", clientSecret],
    ];
  }
  const properties: Variable[] = [
    ["camunda.client.mode", "saas"],
    ["camunda.client.auth.client-id", connection.clientId],
    ["camunda.client.auth.client-secret", clientSecret],
    ["camunda.client.cloud.cluster-id", connection.clusterId],
    ["camunda.client.cloud.region", hosts.regionId],
  ];
  // The starter's own template for saas mode still makes the REST host of 8.8; clusters of 8.9 and later may answer 404.
  if (isUnifiedRest(hosts)) properties.push(["camunda.client.rest-address", hosts.rest]);
  return properties;
}

/** Spring itself replaces ${…} in a value, from whatever file it comes, and has no escape that every version knows. */
export function fitsSpring(value: string): boolean {
  return !value.includes("${") && !/\p{Cs}/u.test(value);
}
