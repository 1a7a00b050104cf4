import { bareLine, fitsBare } from "@/lib/credentials/bare-values";
import { fileNameOf } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { isUnifiedRest } from "@/lib/credentials/hosts";
import { renderLines } from "@/lib/credentials/lines";
import type { Variable } from "@/lib/credentials/variables";

/** The environment of a connector runtime that runs in one's own network, beside a cluster in SaaS. */
export const connectors: Format = {
  readBy: "The connector runtime (camunda/connectors-bundle) reads it when it runs in your own network.",
  fileName: ({ clientName }) => fileNameOf(clientName, ".connectors.env"),
  usage: ({ clientName }) => [
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
    // The runtime's template for saas mode still makes the REST host of 8.8; clusters of 8.9 and later may answer 404.
    if (isUnifiedRest(hosts)) pairs.push(["CAMUNDA_CLIENT_RESTADDRESS", hosts.rest]);
    // Without it the runtime does not ask Console for the cluster's secrets, whatever the client's scopes are.
    if (connection.scopes.includes("Secrets")) pairs.push(["CAMUNDA_CONNECTOR_SECRETPROVIDER_CONSOLE_ENABLED", "true"]);
    return renderLines(pairs, { carries: fitsBare, write: bareLine });
  },
};
