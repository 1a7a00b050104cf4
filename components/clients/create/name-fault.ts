import { CLIENT_NAME_PATTERN } from "@/lib/contract/clients";
import type { ClientRules } from "@/lib/contract/owners";

/** What is wrong with the name of a new client, and what to do. */
export function nameFault(name: string, isTaken: boolean, { names }: ClientRules): string | undefined {
  if (name === "") return "Give the client a name.";
  if (name.length > 50) return `${name.length} characters; at most 50 are allowed.`;
  if (!CLIENT_NAME_PATTERN.test(name)) return "Only letters, digits, dashes and underscores are allowed.";
  if (names && !new RegExp(`^(?:${names.pattern})$`).test(name)) return `Your team's names look like ${names.example}.`;
  if (isTaken) return "A client with this name already exists in this cluster. Choose another name.";
  return undefined;
}
