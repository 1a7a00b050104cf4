import { safeName } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { renderLines } from "@/lib/credentials/lines";
import { fitsSingleQuotes, singleQuoted } from "@/lib/credentials/single-quotes";

/** Console's own file, with its name and order, plus the other variables that real clients read. */
export const envVars: Format = {
  description: "For any shell or Camunda client that reads environment variables.",
  fileName: ({ clientName }) => `CamundaCloudMgmtAPI-Client-${safeName(clientName)}.txt`,
  usage: ({ clientName }) => [`source ./CamundaCloudMgmtAPI-Client-${safeName(clientName)}.txt`, "node worker.js"],
  render: ({ variables }) =>
    renderLines(variables, {
      carries: fitsSingleQuotes,
      write: (name, value) => `export ${name}=${singleQuoted(value)}`,
    }),
};
