import type { Connection } from "@/lib/contract/clients";
import type { Credentials } from "@/lib/credentials/credentials";
import type { Variant } from "@/lib/credentials/format";
import { starterProperties } from "@/lib/credentials/starter-properties";
import type { Entry } from "@/lib/credentials/variables";
import { isAtLeast, parseVersion } from "@/lib/credentials/versions";

export const SPRING_VARIANTS = [
  { id: "current", label: "Camunda Spring Boot Starter, 8.7 and later" },
  { id: "older", label: "Spring Zeebe, up to 8.6" },
] as const satisfies readonly Variant[];

/** The keys that fit the cluster: 8.7 renamed the starter and its keys. An unknown version counts as a current one. */
export function springVariantFor(connection: Connection): "current" | "older" {
  const version = parseVersion(connection.clusterVersion);
  return version === null || isAtLeast(version, 8, 7) ? "current" : "older";
}

/** The Spring properties of a client, in Console's order. */
export function springProperties(credentials: Credentials, variant: string | undefined): Entry[] {
  const { connection, hosts, clientSecret } = credentials;
  const chosen = SPRING_VARIANTS.find(({ id }) => id === variant)?.id ?? springVariantFor(connection);
  if (chosen === "current") return starterProperties(credentials);
  return [
    ["zeebe.client.cloud.region", hosts.regionId],
    ["zeebe.client.cloud.clusterId", connection.clusterId],
    ["zeebe.client.cloud.clientId", connection.clientId],
    ["zeebe.client.cloud.clientSecret", clientSecret],
  ];
}

/** Spring itself replaces ${…} in a value, whatever file it comes from, and has no escape that every version knows. */
export function fitsSpring(value: string): boolean {
  return !value.includes("${") && !/\p{Cs}/u.test(value);
}
