import "server-only";
import { type Role, roleSchema } from "@/lib/contract/roles";

/** What one group gives: a role on all clusters, or on those with names of a pattern. */
export type GroupRole = { group: string; role: Role; pattern: string | null };

/** The maximum length of a group's name and of a pattern of names. */
const LONGEST = 256;

/** `<group>=<role>` or `<group>=<role>:<pattern>`. The last `=` before a role counts: names of groups can contain it. */
const ENTRY = /^(.+)=\s*([a-z]+)\s*(?::(.*))?$/s;

function parseEntry(entry: string): GroupRole | string {
  const [, group = "", word, pattern] = ENTRY.exec(entry) ?? [];
  const role = roleSchema.safeParse(word);
  if (group.trim() === "" || !role.success)
    return `has an entry that is not <group>=<role>, with a role of auditor, creator, admin or owner: ${entry}`;
  if (pattern === "") return `has an entry without a pattern of names after the colon: ${entry}`;
  if (pattern !== undefined && role.data === "owner")
    return `gives the role owner for some clusters, but an owner is one for all: ${entry}`;
  if (group.length > LONGEST || (pattern ?? "").length > LONGEST)
    return `has a name of more than ${LONGEST} characters: ${entry.slice(0, 40)}…`;
  return { group: group.trim(), role: role.data, pattern: pattern === "*" ? null : (pattern?.trim() ?? null) };
}

/**
 * Reads LATCHKEY_GROUP_ROLES: entries such as `orders-team=creator:orders-*`, separated by commas, semicolons or line
 * breaks. @returns what each group gives, and a line for each fault
 */
export function parseGroupRoles(text: string): { roles: GroupRole[]; faults: string[] } {
  const entries = text
    .split(/[,;\n]/)
    .map((entry) => entry.trim())
    .filter(Boolean);
  const roles = new Map<string, GroupRole>();
  const faults: string[] = [];
  for (const entry of entries) {
    const parsed = parseEntry(entry);
    if (typeof parsed === "string") faults.push(parsed);
    else {
      const key = JSON.stringify([parsed.group, parsed.pattern]);
      if (roles.has(key)) faults.push(`has two entries for the same group and clusters: ${entry}`);
      roles.set(key, parsed);
    }
  }
  return { roles: [...roles.values()], faults };
}
