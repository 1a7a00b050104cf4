import type { Connection } from "@/lib/contract/clients";
import { bareLine, fitsBare } from "@/lib/credentials/bare-values";
import { fileNameOf } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { type Hosts, isUnifiedRest } from "@/lib/credentials/hosts";
import { renderLines } from "@/lib/credentials/lines";
import type { Variable } from "@/lib/credentials/variables";
import { isAtLeast, parseVersion } from "@/lib/credentials/versions";

function minorOf(clusterVersion: string | null): string {
  const version = parseVersion(clusterVersion);
  return version ? `${version.major}.${version.minor}` : "its own version";
}

/** What the runtimes of older clusters read: another place for cluster and region up to 8.7, other names up to 8.5. */
function olderNames(
  { clusterVersion, clusterId, clientId }: Connection,
  hosts: Hosts,
  clientSecret: string,
): Variable[] {
  const version = parseVersion(clusterVersion);
  if (version === null || isAtLeast(version, 8, 8)) return [];
  const upTo87: Variable[] = [
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

/** The environment of a connector runtime that runs in one's own network, beside a cluster in SaaS. */
export const connectors: Format = {
  readBy: "The connector runtime (camunda/connectors-bundle) reads it when it runs in your own network.",
  fileName: ({ clientName }) => fileNameOf(clientName, ".connectors.env"),
  usage: ({ clientName, clusterVersion }) => [
    `# instead of latest, the newest bundle of ${minorOf(clusterVersion)} fits the cluster best`,
    `docker run --rm --env-file ${fileNameOf(clientName, ".connectors.env")} camunda/connectors-bundle:latest`,
  ],
  render: ({ connection, hosts, clientSecret }) => {
    const pairs: Variable[] = [
      ["CAMUNDA_CLIENT_MODE", "saas"],
      ["CAMUNDA_CLIENT_CLOUD_CLUSTERID", connection.clusterId],
      ["CAMUNDA_CLIENT_CLOUD_REGION", hosts.regionId],
      ["CAMUNDA_CLIENT_AUTH_CLIENTID", connection.clientId],
      ["CAMUNDA_CLIENT_AUTH_CLIENTSECRET", clientSecret],
    ];
    pairs.push(...olderNames(connection, hosts, clientSecret));
    // The runtime's template for saas mode still makes the REST host of 8.8; clusters of 8.9 and later may answer 404.
    if (isUnifiedRest(hosts)) pairs.push(["CAMUNDA_CLIENT_RESTADDRESS", hosts.rest]);
    // Without it the runtime does not ask Console for the cluster's secrets, whatever the client's scopes are.
    if (connection.scopes.includes("Secrets")) pairs.push(["CAMUNDA_CONNECTOR_SECRETPROVIDER_CONSOLE_ENABLED", "true"]);
    return renderLines(pairs, { carries: fitsBare, write: bareLine });
  },
};
