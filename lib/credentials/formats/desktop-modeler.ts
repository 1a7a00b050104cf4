import { fileNameOf } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { isPlainLine, renderLines } from "@/lib/credentials/lines";

/** The three fields of Desktop Modeler's connection form, as it labels them. */
export const desktopModeler: Format = {
  readBy: "People read it, to fill in the connection form of Camunda Desktop Modeler.",
  fileName: ({ clientName }) => fileNameOf(clientName, ".modeler.txt"),
  usage: () => [
    "Open the connection settings in Desktop Modeler and choose Camunda 8 SaaS.",
    "Copy the three values into Cluster URL, Client ID and Client secret.",
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
