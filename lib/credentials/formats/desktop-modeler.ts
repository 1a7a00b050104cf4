import type { Connection } from "@/lib/contract/clients";
import { fileNameOf } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { isUnifiedRest, resolveHosts } from "@/lib/credentials/hosts";
import { isPlainLine, renderLines } from "@/lib/credentials/lines";

/** Older Modelers only accept the hosts up to 8.8, which clusters of 8.9 still have. */
function olderModeler(connection: Connection): string[] {
  const resolved = resolveHosts(connection);
  if (!resolved.ok || !isUnifiedRest(resolved.hosts)) return [];
  const url = `https://${resolved.hosts.regionId}.zeebe.camunda.io/${connection.clusterId}`;
  return [`If your Modeler is older and refuses this URL, use ${url}. It works until Camunda 8.10.`];
}

/** The three fields of Desktop Modeler's connection form, as it labels them. */
export const desktopModeler: Format = {
  description: "For the connection form of Camunda Desktop Modeler.",
  fileName: ({ clientName }) => fileNameOf(clientName, ".modeler.txt"),
  usage: (connection) => [
    "Open the connection settings in Desktop Modeler and choose Camunda 8 SaaS.",
    "Copy the three values into Cluster URL, Client ID and Client secret.",
    ...olderModeler(connection),
  ],
  render: ({ connection, hosts, clientSecret }) =>
    renderLines(
      [
        ["Cluster URL", hosts.rest],
        ["Client ID", connection.clientId],
        ["Client Secret", clientSecret],
      ],
      {
        // A space at the end is not visible, and the form would trim it.
        carries: (value) => isPlainLine(value) && value === value.trim(),
        write: (label, value) => `${label}: ${value}`,
      },
    ),
};
