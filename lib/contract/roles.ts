import * as z from "zod/mini";

/** All roles, the weakest first: each may do all that those before it may, and more. */
export const ROLES = ["auditor", "creator", "admin", "owner"] as const;

export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

/** The role that may do more. */
export function strongerRole(a: Role | null, b: Role | null): Role | null {
  return ROLES.findLast((role) => role === a || role === b) ?? null;
}
