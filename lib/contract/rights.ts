import type { Role } from "@/lib/contract/roles";

/** What a role may do it to: anything, only what this member created, or nothing. */
export type Reach = "any" | "own" | "none";

/**
 * The access table: each action, and what each role may do it to. The server's decisions, the buttons of the UI and the
 * table in SECURITY.md are made from it.
 */
export const RIGHTS = {
  "clusters.read": { auditor: "any", creator: "any", admin: "any", owner: "any" },
  "clients.read": { auditor: "any", creator: "any", admin: "any", owner: "any" },
  "audit.read": { auditor: "any", creator: "any", admin: "any", owner: "any" },
  /** On all clusters only: the answer counts the events of all of them. */
  "audit.verify": { auditor: "any", creator: "any", admin: "any", owner: "any" },
  "clients.create": { auditor: "none", creator: "any", admin: "any", owner: "any" },
  "clients.test": { auditor: "none", creator: "any", admin: "any", owner: "any" },
  "clients.edit": { auditor: "none", creator: "own", admin: "any", owner: "any" },
  "clients.delete": { auditor: "none", creator: "own", admin: "any", owner: "any" },
  /** Create a new client and delete this one. */
  "clients.rotate": { auditor: "none", creator: "own", admin: "any", owner: "any" },
  "access.read": { auditor: "none", creator: "none", admin: "any", owner: "any" },
  "members.manage": { auditor: "none", creator: "none", admin: "none", owner: "any" },
  /** Check Latchkey's own rights, connections and settings. */
  "setup.check": { auditor: "none", creator: "none", admin: "none", owner: "any" },
  "notices.manage": { auditor: "own", creator: "own", admin: "own", owner: "any" },
  "sessions.manage": { auditor: "own", creator: "own", admin: "own", owner: "any" },
} as const satisfies Record<string, Record<Role, Reach>>;
export type Right = keyof typeof RIGHTS;

/** Whether a role gives a right, to what this member created (`isOwn`) or to the rest. */
export function may(role: Role | null, right: Right, { isOwn = false }: { isOwn?: boolean } = {}): boolean {
  const reach: Reach = role === null ? "none" : RIGHTS[right][role];
  return reach === "any" || (reach === "own" && isOwn);
}
