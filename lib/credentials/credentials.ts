import type { Connection } from "@/lib/contract/clients";
import { type Hosts, type Notice, resolveHosts } from "@/lib/credentials/hosts";
import { type Variable, variablesOf } from "@/lib/credentials/variables";

/** Stands in the place of the secret wherever it is not known any more. */
export const SECRET_MARKER = "<client secret: shown once, at creation>";

/** Stands in the place of the secret on a screen, until somebody asks to see it. It fits every format, as a secret does. */
export const HIDDEN_MARKER = "<client secret: hidden>";

/** All that a format writes: the connection, where it leads, and the variables made of both. */
export type Credentials = {
  connection: Connection;
  hosts: Hosts;
  clientSecret: string;
  variables: readonly Variable[];
};

type CredentialsResult =
  | { ok: true; credentials: Credentials; notices: readonly Notice[] }
  | { ok: false; message: string };

/**
 * Makes what every format renders. Pass `SECRET_MARKER` as the secret to show a client's connection later.
 * @returns `ok: false` with a sentence where the cluster's addresses are not known; `notices` are to be shown beside
 * the files.
 */
export function makeCredentials(connection: Connection, clientSecret: string): CredentialsResult {
  const resolved = resolveHosts(connection);
  if (!resolved.ok) return resolved;
  const { hosts, notices } = resolved;
  const variables = variablesOf(connection, hosts, clientSecret);
  return { ok: true, credentials: { connection, hosts, clientSecret, variables }, notices };
}
