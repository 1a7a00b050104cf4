import { bareLine, fitsBare } from "@/lib/credentials/bare-values";
import type { Credentials } from "@/lib/credentials/credentials";
import { fileNameOf } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { renderLines } from "@/lib/credentials/lines";
import { starterProperties } from "@/lib/credentials/starter-properties";
import type { Entry } from "@/lib/credentials/variables";
import { isAtLeast, parseVersion } from "@/lib/credentials/versions";

function minorOf(clusterVersion: string | null): string {
  const version = parseVersion(clusterVersion);
  return version ? `${version.major}.${version.minor}` : "its own version";
}

/** The environment variable of a Spring property, by Spring Boot's own rule. */
function environmentName(property: string): string {
  return property.replaceAll("-", "").replaceAll(".", "_").toUpperCase();
}

/** What older runtimes read: cluster and region under other names up to 8.7, and all of them up to 8.5. */
function olderNames({ connection, hosts, clientSecret }: Credentials): Entry[] {
  const { clusterId, clientId } = connection;
  const version = parseVersion(connection.clusterVersion);
  if (version === null || isAtLeast(version, 8, 8)) return [];
  const upTo87: Entry[] = [
    ["CAMUNDA_CLIENT_CLUSTERID", clusterId],
    ["CAMUNDA_CLIENT_REGION", hosts.regionId],
  ];
  if (isAtLeast(version, 8, 6)) return upTo87;
  return [
    ...upTo87,
    ["ZEEBE_CLIENT_CLOUD_CLUSTERID", clusterId],
    ["ZEEBE_CLIENT_CLOUD_REGION", hosts.regionId],
    ["ZEEBE_CLIENT_CLOUD_CLIENTID", clientId],
    ["ZEEBE_CLIENT_CLOUD_CLIENTSECRET", clientSecret],
  ];
}

/** The environment of a connector runtime in the user's own network, for a cluster in SaaS. */
export const connectors: Format = {
  description: "For a connector runtime (camunda/connectors-bundle) in your own network.",
  fileName: ({ clientName }) => fileNameOf(clientName, ".connectors.env"),
  usage: ({ clientName, clusterVersion }) => [
    `# instead of latest, the newest bundle of ${minorOf(clusterVersion)} fits the cluster best`,
    `docker run --rm --env-file ${fileNameOf(clientName, ".connectors.env")} camunda/connectors-bundle:latest`,
  ],
  render: (credentials) => {
    const entries: Entry[] = starterProperties(credentials).map(([name, value]) => [environmentName(name), value]);
    entries.push(...olderNames(credentials));
    // Without it the runtime does not ask Console for the cluster's secrets, whatever scopes the client has.
    if (credentials.connection.scopes.includes("Secrets"))
      entries.push(["CAMUNDA_CONNECTOR_SECRETPROVIDER_CONSOLE_ENABLED", "true"]);
    return renderLines(entries, { carries: fitsBare, write: bareLine });
  },
};
