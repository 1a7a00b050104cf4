import { bareLine, fitsBare } from "@/lib/credentials/bare-values";
import { fileNameOf } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { renderLines } from "@/lib/credentials/lines";

/** Plain NAME=value lines, which dotenv, docker and Node all read the same way. */
export const dotenv: Format = {
  description: "For dotenv libraries, and for the --env-file option of docker and Node.",
  fileName: ({ clientName }) => fileNameOf(clientName, ".env"),
  usage: ({ clientName }) => [
    `docker run --rm --env-file ${fileNameOf(clientName, ".env")} your-image`,
    `node --env-file=${fileNameOf(clientName, ".env")} worker.js`,
  ],
  render: ({ variables }) => renderLines(variables, { carries: fitsBare, write: bareLine }),
};
