import { safeName } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { renderLines } from "@/lib/credentials/lines";
import { fitsSingleQuotes, singleQuoted } from "@/lib/credentials/single-quotes";

/** Console's own file, in its order and under its name, with the names that real clients read besides. */
export const envVars: Format = {
  readBy: "Shells read it, and through them every Camunda client that takes its settings from the environment.",
  fileName: ({ clientName }) => `CamundaCloudMgmtAPI-Client-${safeName(clientName)}.txt`,
  usage: ({ clientName }) => [`source ./CamundaCloudMgmtAPI-Client-${safeName(clientName)}.txt`, "node worker.js"],
  render: ({ variables }) =>
    renderLines(variables, {
      carries: fitsSingleQuotes,
      write: (name, value) => `export ${name}=${singleQuoted(value)}`,
    }),
};
