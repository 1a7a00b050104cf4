import type { Connection } from "@/lib/contract/clients";
import { type Hosts, type Notice, resolveHosts } from "@/lib/credentials/hosts";
import { entriesOf, type Variable } from "@/lib/credentials/variables";

/** Takes the place of the secret wherever it is no longer known. */
export const SECRET_MARKER = "<client secret: shown once, at creation>";

/** Takes the place of the secret on the screen until the user reveals it. Every format can hold it. */
export const HIDDEN_MARKER = "<client secret: hidden>";

/** Everything a format writes: the connection, its addresses, and the variables made from both. */
export type Credentials = {
  connection: Connection;
  hosts: Hosts;
  clientSecret: string;
  /** Every variable whose value is known. */
  variables: readonly Variable[];
};

type CredentialsResult =
  | { ok: true; credentials: Credentials; notices: readonly Notice[] }
  | { ok: false; message: string };

/**
 * Makes what every format renders. Pass `SECRET_MARKER` as the secret to show an existing client's connection.
 * @returns `ok: false` with a message if the cluster's address is not known; `notices` are to be shown beside the
 * files, and name the variables that are left out because their value is not known.
 */
export function makeCredentials(connection: Connection, clientSecret: string): CredentialsResult {
  const resolved = resolveHosts(connection);
  if (!resolved.ok) return resolved;
  const { hosts, notices } = resolved;
  const variables: Variable[] = [];
  const unknown: string[] = [];
  for (const [name, value] of entriesOf(connection, hosts, clientSecret)) {
    if (value === null) unknown.push(name);
    else variables.push([name, value]);
  }
  return {
    ok: true,
    credentials: { connection, hosts, clientSecret, variables },
    notices: unknown.length === 0 ? notices : [noticeOf(unknown), ...notices],
  };
}

/** Every value that can be unknown follows from the region; see `resolveHosts`. */
function noticeOf(unknown: readonly string[]): Notice {
  return {
    title: "Camunda does not say this cluster's region",
    text: `The files leave out ${unknown.join(", ")}. If your client needs one of them, look its value up in Camunda Console.`,
  };
}
