import { fileNameOf } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { renderLines } from "@/lib/credentials/lines";
import { fitsSingleQuotes, singleQuoted } from "@/lib/credentials/single-quotes";

/** The input of `gh secret set -f`. It expands $NAME in bare and double-quoted values, so values are single-quoted. */
export const githubActions: Format = {
  description: "For the GitHub CLI, which stores each variable as a secret for workflows.",
  fileName: ({ clientName }) => fileNameOf(clientName, ".actions.env"),
  usage: ({ clientName }) => [
    `gh secret set -f ${fileNameOf(clientName, ".actions.env")}`,
    "# in the workflow's job, for each variable it needs",
    `env: { CAMUNDA_CLIENT_SECRET: "\${{ secrets.CAMUNDA_CLIENT_SECRET }}" }`,
  ],
  render: ({ variables }) =>
    renderLines(variables, {
      carries: fitsSingleQuotes,
      write: (name, value) => `${name}=${singleQuoted(value)}`,
    }),
};
