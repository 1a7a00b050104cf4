import "server-only";
import type { ClientRules } from "@/lib/contract/owners";
import { env } from "@/lib/server/platform/env";
import { AppError } from "@/lib/server/platform/errors";

/** The team's rules: LATCHKEY_REQUIRE, LATCHKEY_NAME_PATTERN and LATCHKEY_NAME_EXAMPLE. */
export function clientRules(): ClientRules {
  return env().clientRules;
}

const MISSING = {
  owner: "Name the owner: your team requires one for every client.",
  purpose: "Describe the purpose: your team requires one for every client.",
};

/** What is wrong with the name of a new client, as fields of an error. */
function nameFaults(name: string): Record<string, string> {
  const { names } = clientRules();
  if (!names || new RegExp(`^(?:${names.pattern})$`).test(name)) return {};
  return { name: `Your team's names look like ${names.example}. Choose such a name.` };
}

/** Requires of a name what the team requires of the names of new clients. @throws AppError invalid_input */
export function checkNewName(name: string): void {
  const fields = nameFaults(name);
  if (Object.keys(fields).length > 0) throw new AppError("invalid_input", { fields });
}

/**
 * Requires what the team requires of a client.
 * @param name given for a new client only: existing ones can't be renamed
 * @throws AppError invalid_input, with a message for each field
 */
export function checkRules(client: { ownerName: string | null; purpose: string | null; name?: string }): void {
  const { requires } = clientRules();
  const fields = client.name === undefined ? {} : nameFaults(client.name);
  const values = { owner: client.ownerName, purpose: client.purpose };
  for (const field of requires) if (!values[field]) fields[field] = MISSING[field];
  if (Object.keys(fields).length > 0) throw new AppError("invalid_input", { fields });
}
