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

/**
 * Requires what the team requires of a client.
 * @param name given for a new client only: existing ones can't be renamed
 * @throws AppError invalid_input, with a message for each field
 */
export function checkRules(client: { ownerName: string | null; purpose: string | null; name?: string }): void {
  const { requires, names } = clientRules();
  const fields: Record<string, string> = {};
  const values = { owner: client.ownerName, purpose: client.purpose };
  for (const field of requires) if (!values[field]) fields[field] = MISSING[field];
  if (names && client.name !== undefined && !new RegExp(`^(?:${names.pattern})$`).test(client.name))
    fields["name"] = `Your team's names look like ${names.example}. Choose such a name.`;
  if (Object.keys(fields).length > 0) throw new AppError("invalid_input", { fields });
}
