import type { Tone } from "@/components/ui/feedback/status";
import type { Member, MemberState } from "@/lib/contract/members";
import type { Role } from "@/lib/contract/roles";

export const ROLE_NAMES: Record<Role, string> = {
  auditor: "Auditor",
  creator: "Creator",
  admin: "Admin",
  owner: "Owner",
};

export const STATES: Record<MemberState, { words: string; tone: Tone }> = {
  invited: { words: "Invited", tone: "unknown" },
  active: { words: "Active", tone: "ok" },
  no_access: { words: "No access", tone: "idle" },
  disabled: { words: "Disabled", tone: "bad" },
};

/** What to call a member: by their address until the first sign-in. */
export const nameOf = ({ name, email }: Pick<Member, "name" | "email">): string => name || (email ?? "");

/** The clusters of one role, in words. */
export function clustersText({ on }: Pick<Member["access"][number], "on">): string {
  if (on === "all") return "All clusters";
  if ("pattern" in on) return `Clusters named ${on.pattern}`;
  const { count, names } = on;
  if (names.length === 0) return count === 1 ? "1 cluster" : `${count} clusters`;
  return names.join(", ") + (count > names.length ? ` and ${count - names.length} more` : "");
}
