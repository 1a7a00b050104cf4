import type { Connection } from "@/lib/contract/clients";
import { fileNameOf } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { isUnifiedRest, resolveHosts } from "@/lib/credentials/hosts";
import { isPlainLine, renderLines } from "@/lib/credentials/lines";

/** The check of older Modelers knows the hosts up to 8.8 alone, which clusters of 8.9 still have. */
function olderModeler(connection: Connection): string[] {
  const resolved = resolveHosts(connection);
  if (!resolved.ok || !isUnifiedRest(resolved.hosts)) return [];
  const url = `https://${resolved.hosts.regionId}.zeebe.camunda.io/${connection.clusterId}`;
  return [`A Modeler that refuses this URL takes ${url}, until Camunda 8.10.`];
}

/** The three fields of Desktop Modeler's connection form, as it labels them. */
export const desktopModeler: Format = {
  readBy: "People read it, to fill in the connection form of Camunda Desktop Modeler.",
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
        // Nobody sees a space at the end, and the form would trim it.
        carries: (value) => isPlainLine(value) && value === value.trim(),
        write: (label, value) => `${label}: ${value}`,
      },
    ),
};
