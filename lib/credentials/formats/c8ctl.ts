import { fileNameOf, safeName } from "@/lib/credentials/file-names";
import type { Format } from "@/lib/credentials/format";
import { renderLines } from "@/lib/credentials/lines";
import { fitsSingleQuotes, singleQuoted } from "@/lib/credentials/single-quotes";
import { audienceOf } from "@/lib/credentials/variables";

/**
 * The five variables that c8ctl reads. `c8ctl add profile … --clientSecret=` would leave the secret in the shell's
 * history and in the process list. `--from-env` makes the same profile without that.
 */
export const c8ctl: Format = {
  description: "For c8ctl, which reads its connection from the shell's environment.",
  fileName: ({ clientName }) => fileNameOf(clientName, ".c8ctl.sh"),
  usage: ({ clientName }) => [
    `source ./${fileNameOf(clientName, ".c8ctl.sh")}`,
    `c8ctl add profile camunda-${safeName(clientName)} --from-env`,
    `c8ctl get topology --profile=camunda-${safeName(clientName)}`,
  ],
  render: ({ connection, hosts, clientSecret }) =>
    renderLines(
      [
        ["CAMUNDA_BASE_URL", hosts.rest],
        ["CAMUNDA_CLIENT_ID", connection.clientId],
        ["CAMUNDA_CLIENT_SECRET", clientSecret],
        ["CAMUNDA_OAUTH_URL", connection.oauthUrl],
        ["CAMUNDA_TOKEN_AUDIENCE", audienceOf(connection)],
      ],
      { carries: fitsSingleQuotes, write: (name, value) => `export ${name}=${singleQuoted(value)}` },
    ),
};
